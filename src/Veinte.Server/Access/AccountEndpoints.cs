using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Veinte.Server.Hosting;

namespace Veinte.Server.Access;

/// <summary>
/// Where the pages of sign-in and set-up post their forms. Every form carries the antiforgery field
/// (<c>&lt;AntiforgeryToken /&gt;</c>); scripts send the same form as <c>FormData</c>. A form that fails leads back to its page
/// with <c>?error=CODE</c>; one that succeeds leads to <c>returnUrl</c> (local addresses only) or to <c>/</c>.
/// <para>Fields:</para>
/// <list type="bullet">
/// <item><c>POST /account/setup</c>: <c>code</c> (unless on this machine), <c>userName</c>, <c>password</c> or
/// <c>credential</c> (JSON of a new passkey), <c>timeZone</c> (IANA), <c>language</c> (es, en), <c>start</c> (empty, demo).
/// Leads to <c>/</c>; errors at <c>/setup</c>: done, code, name, password, passkey, time-zone, language, start. With
/// error=password also <c>detail</c>.</item>
/// <item><c>POST /account/sign-in</c>: <c>userName</c> and <c>password</c>, or <c>credential</c> (JSON of a passkey
/// assertion); <c>remember</c> (true), <c>returnUrl</c>. Errors at <c>/sign-in</c>: credentials, locked, passkey.</item>
/// <item><c>POST /account/sign-out</c>: nothing. Leads to <c>/sign-in</c>.</item>
/// <item><c>POST /account/password</c>: <c>current</c> (absent when there is none), <c>password</c>, <c>returnUrl</c>.
/// Errors at returnUrl: credentials, password.</item>
/// <item><c>POST /account/language</c>: <c>language</c>, <c>returnUrl</c>. For a person signed in it is kept with the
/// account; for anybody it sets the cookie <c>veinte-language</c>.</item>
/// <item><c>POST /account/passkey/creation-options</c>: <c>userName</c> and <c>code</c> during set-up, nothing when signed
/// in. Answers the JSON for <c>navigator.credentials.create</c>.</item>
/// <item><c>POST /account/passkey/request-options</c>: nothing. Answers the JSON for <c>navigator.credentials.get</c>.</item>
/// <item><c>POST /account/passkey</c>: <c>credential</c>, <c>name</c>, <c>returnUrl</c>: adds a passkey to the account
/// signed in. <c>POST /account/passkey/remove</c>: <c>id</c> (base64url), <c>returnUrl</c>.</item>
/// </list>
/// </summary>
internal static class AccountEndpoints
{
    /// <summary>Cookie that carries the language of whoever has no account, or overrides it.</summary>
    public const string LanguageCookie = "veinte-language";

    /// <summary>Maps the addresses under <c>/account</c>.</summary>
    public static IEndpointRouteBuilder MapAccount(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account").ExcludeFromDescription();
        account.MapPost("/setup", SetUp).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/sign-in", SignIn).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/sign-out", SignOut).AllowAnonymous();
        account.MapPost("/password", ChangePassword).RequireAuthorization(Rights.Read).RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/language", ChooseLanguage).AllowAnonymous();
        account.MapPost("/passkey/creation-options", CreationOptions).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/passkey/request-options", RequestOptions).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/passkey", AddPasskey).RequireAuthorization(Rights.Read);
        account.MapPost("/passkey/remove", RemovePasskey).RequireAuthorization(Rights.Read);
        return routes;
    }

    private static async Task<RedirectHttpResult> SetUp(
        [FromForm] SetUpForm form, HttpContext context, FirstRun firstRun, UserManager<VeinteUser> users,
        SignInManager<VeinteUser> signIn, WorkspaceSettings settings, IEnumerable<IDemoLoader> demo, CancellationToken cancel)
    {
        if (!firstRun.MaySetUp(context, form.Code)) return Back("/setup", "code");
        if (string.IsNullOrWhiteSpace(form.UserName) || form.UserName.Length > 100) return Back("/setup", "name");
        if (form.Language is not ("es" or "en")) return Back("/setup", "language");
        if (form.Start is not ("empty" or "demo")) return Back("/setup", "start");
        if (string.IsNullOrEmpty(form.TimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(form.TimeZone, out _)) return Back("/setup", "time-zone");

        await firstRun.Gate.WaitAsync(cancel);
        try
        {
            if (!await firstRun.IsNeeded(cancel)) return Back("/setup", "done");
            var user = new VeinteUser { UserName = form.UserName.Trim(), Scope = ApiScope.Admin, Language = form.Language };
            var passkey = default(UserPasskeyInfo);
            if (!string.IsNullOrEmpty(form.Credential))
            {
                var attestation = await signIn.PerformPasskeyAttestationAsync(form.Credential);
                if (!attestation.Succeeded) return Back("/setup", "passkey");
                (user.Id, passkey) = (attestation.UserEntity.Id, attestation.Passkey);
            }
            var created = passkey is null ? await users.CreateAsync(user, form.Password ?? "") : await users.CreateAsync(user);
            if (!created.Succeeded) return Back("/setup", ErrorOf(created), created);
            if (passkey is not null) await users.AddOrUpdatePasskeyAsync(user, passkey);
            await settings.Set(WorkspaceSettings.TimeZone, form.TimeZone, cancel);
            await settings.Set(WorkspaceSettings.Language, form.Language, cancel);
            await settings.Set(WorkspaceSettings.Start, form.Start, cancel);
            await signIn.SignInAsync(user, isPersistent: true);
        }
        finally
        {
            firstRun.Gate.Release();
        }
        if (form.Start == "demo") foreach (var loader in demo) await loader.Load(cancel);
        return TypedResults.LocalRedirect("/");
    }

    private static async Task<RedirectHttpResult> SignIn(
        [FromForm] SignInForm form, SignInManager<VeinteUser> signIn)
    {
        if (!string.IsNullOrEmpty(form.Credential))
        {
            var passkey = await signIn.PasskeySignInAsync(form.Credential);
            return passkey.Succeeded ? Forward(form.ReturnUrl) : Back("/sign-in", passkey.IsLockedOut ? "locked" : "passkey", returnUrl: form.ReturnUrl);
        }
        var result = await signIn.PasswordSignInAsync(form.UserName?.Trim() ?? "", form.Password ?? "", form.Remember ?? false, lockoutOnFailure: true);
        if (result.Succeeded) return Forward(form.ReturnUrl);
        return Back("/sign-in", result.IsLockedOut ? "locked" : "credentials", returnUrl: form.ReturnUrl);
    }

    private static async Task<RedirectHttpResult> SignOut([FromForm] ReturnForm _, SignInManager<VeinteUser> signIn)
    {
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/sign-in");
    }

    private static async Task<RedirectHttpResult> ChangePassword(
        [FromForm] PasswordForm form, HttpContext context, UserManager<VeinteUser> users, SignInManager<VeinteUser> signIn)
    {
        if (await users.GetUserAsync(context.User) is not { } user) return Forward(form.ReturnUrl);
        var result = await users.HasPasswordAsync(user)
            ? await users.ChangePasswordAsync(user, form.Current ?? "", form.Password ?? "")
            : await users.AddPasswordAsync(user, form.Password ?? "");
        if (!result.Succeeded)
            return Back(LocalOr(form.ReturnUrl, "/"), result.Errors.Any(error => error.Code == "PasswordMismatch") ? "credentials" : "password", result);
        await signIn.RefreshSignInAsync(user);
        return Forward(form.ReturnUrl);
    }

    private static async Task<RedirectHttpResult> ChooseLanguage(
        [FromForm] LanguageForm form, HttpContext context, UserManager<VeinteUser> users)
    {
        if (form.Language is not ("es" or "en")) return Forward(form.ReturnUrl);
        context.Response.Cookies.Append(LanguageCookie, form.Language, new()
        {
            MaxAge = TimeSpan.FromDays(365),
            SameSite = SameSiteMode.Lax,
            HttpOnly = true,
            IsEssential = true,
            Secure = context.Request.IsHttps,
        });
        if (await users.GetUserAsync(context.User) is { } user)
        {
            user.Language = form.Language;
            await users.UpdateAsync(user);
        }
        return Forward(form.ReturnUrl);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> CreationOptions(
        [FromForm] CreationForm form, HttpContext context, FirstRun firstRun, UserManager<VeinteUser> users, SignInManager<VeinteUser> signIn,
        CancellationToken cancel)
    {
        if (await users.GetUserAsync(context.User) is { } user)
            return Json(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = user.Id, Name = user.UserName!, DisplayName = user.UserName! }));
        if (!await firstRun.IsNeeded(cancel) || !firstRun.MaySetUp(context, form.Code))
            return Problem("Set-up needs the code printed in the server's console, and only works until there is an account.");
        if (string.IsNullOrWhiteSpace(form.UserName) || form.UserName.Length > 100) return Problem("Give a user name of 1 to 100 characters first.");
        var name = form.UserName.Trim();
        return Json(await signIn.MakePasskeyCreationOptionsAsync(new() { Id = Guid.NewGuid().ToString(), Name = name, DisplayName = name }));
    }

    private static async Task<ContentHttpResult> RequestOptions([FromForm] ReturnForm _, SignInManager<VeinteUser> signIn) =>
        // Without a name: the browser offers the passkeys it has, and nobody learns which accounts exist.
        Json(await signIn.MakePasskeyRequestOptionsAsync(null));

    private static async Task<RedirectHttpResult> AddPasskey(
        [FromForm] PasskeyForm form, HttpContext context, UserManager<VeinteUser> users, SignInManager<VeinteUser> signIn)
    {
        var attestation = await signIn.PerformPasskeyAttestationAsync(form.Credential ?? "");
        if (!attestation.Succeeded || await users.GetUserAsync(context.User) is not { } user || attestation.UserEntity.Id != user.Id)
            return Back(LocalOr(form.ReturnUrl, "/"), "passkey");
        attestation.Passkey.Name = string.IsNullOrWhiteSpace(form.Name) ? null : form.Name.Trim();
        await users.AddOrUpdatePasskeyAsync(user, attestation.Passkey);
        return Forward(form.ReturnUrl);
    }

    private static async Task<RedirectHttpResult> RemovePasskey(
        [FromForm] RemovePasskeyForm form, HttpContext context, UserManager<VeinteUser> users)
    {
        if (await users.GetUserAsync(context.User) is not { } user) return Forward(form.ReturnUrl);
        var passkeys = await users.GetPasskeysAsync(user);
        var passkey = passkeys.FirstOrDefault(known => System.Buffers.Text.Base64Url.EncodeToString(known.CredentialId) == form.Id);
        // The last way in stays: whoever has no password keeps one passkey.
        if (passkey is null || (passkeys.Count == 1 && !await users.HasPasswordAsync(user))) return Back(LocalOr(form.ReturnUrl, "/"), "passkey");
        await users.RemovePasskeyAsync(user, passkey.CredentialId);
        return Forward(form.ReturnUrl);
    }

    private static string ErrorOf(IdentityResult result) =>
        result.Errors.Any(error => error.Code.StartsWith("Password", StringComparison.Ordinal)) ? "password" : "name";

    private static ContentHttpResult Json(string json) => TypedResults.Content(json, "application/json");

    private static ProblemHttpResult Problem(string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden, title: "Not allowed");

    private static RedirectHttpResult Forward(string? returnUrl) => TypedResults.LocalRedirect(LocalOr(returnUrl, "/"));

    private static RedirectHttpResult Back(string page, string error, IdentityResult? result = null, string? returnUrl = null)
    {
        var query = QueryString.Create("error", error);
        if (result is not null) query = query.Add("detail", string.Join(' ', result.Errors.Select(e => e.Description)));
        if (LocalOr(returnUrl, "") is { Length: > 0 } local) query = query.Add("returnUrl", local);
        return TypedResults.LocalRedirect(page + (page.Contains('?') ? "&" + query.Value![1..] : query.Value));
    }

    internal static string LocalOr(string? url, string otherwise) =>
        url is { Length: > 0 and <= 2000 } && url[0] == '/' && (url.Length == 1 || url[1] is not ('/' or '\\')) && !url.Any(char.IsControl) ? url : otherwise;

    // Properties, not constructors: a form leaves out what was not ticked or filled in, and a parameter would be demanded.
    internal sealed record SetUpForm
    {
        public string? Code { get; init; }
        public string? UserName { get; init; }
        public string? Password { get; init; }
        public string? Credential { get; init; }
        public string? TimeZone { get; init; }
        public string? Language { get; init; }
        public string? Start { get; init; }
    }

    internal sealed record SignInForm
    {
        public string? UserName { get; init; }
        public string? Password { get; init; }
        public string? Credential { get; init; }
        public bool? Remember { get; init; }
        public string? ReturnUrl { get; init; }
    }

    internal sealed record PasswordForm
    {
        public string? Current { get; init; }
        public string? Password { get; init; }
        public string? ReturnUrl { get; init; }
    }

    internal sealed record LanguageForm
    {
        public string? Language { get; init; }
        public string? ReturnUrl { get; init; }
    }

    internal sealed record CreationForm
    {
        public string? UserName { get; init; }
        public string? Code { get; init; }
    }

    internal sealed record PasskeyForm
    {
        public string? Credential { get; init; }
        public string? Name { get; init; }
        public string? ReturnUrl { get; init; }
    }

    internal sealed record RemovePasskeyForm
    {
        public string? Id { get; init; }
        public string? ReturnUrl { get; init; }
    }

    internal sealed record ReturnForm
    {
        public string? ReturnUrl { get; init; }
    }
}
