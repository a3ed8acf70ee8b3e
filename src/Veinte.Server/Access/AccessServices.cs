using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Veinte.Server.Access;

/// <summary>What knows people and programs: <see cref="AddAccounts"/> is all the command line needs, <see cref="AddSignIn"/> is for the server.</summary>
internal static class AccessServices
{
    private const string AnyScheme = "any";

    /// <summary>Accounts, keys and settings over a data folder or a cluster's database. The tables are made or upgraded at once.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services, AppFolder folder)
    {
        folder.Create();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(folder);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<WorkspaceSettings>();
        services.AddSingleton<Accounts>();
        if (folder.Postgres is { } postgres) services.AddPostgres(postgres);
        else services.AddSqlite(folder);
        services.AddIdentityCore<VeinteUser>(identity =>
            {
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.User.AllowedUserNameCharacters = "";
                // Length is what helps; rules of composition only make people write passwords down.
                identity.Password.RequiredLength = 10;
                identity.Password.RequiredUniqueChars = 4;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
            })
            .AddEntityFrameworkStores<AppDb>();
        return services;
    }

    /// <summary>Cookies for people, bearer keys for programs, and in the demo the visitor of this machine.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, AppFolder folder, bool demo)
    {
        services.AddSingleton<FirstRun>();
        var cookieKeys = services.AddDataProtection().SetApplicationName("veinte");
        if (folder.Postgres is null) cookieKeys.PersistKeysToFileSystem(folder.CookieKeys);
        else services.AddSingleton<IConfigureOptions<KeyManagementOptions>, PostgresCookieKeys>();
        services.AddHttpContextAccessor();
        services.TryAddScoped<SignInManager<VeinteUser>>();
        services.TryAddScoped<ISecurityStampValidator, SecurityStampValidator<VeinteUser>>();
        services.TryAddScoped<ITwoFactorSecurityStampValidator, TwoFactorSecurityStampValidator<VeinteUser>>();
        services.TryAddScoped<IPasskeyHandler<VeinteUser>, PasskeyHandler<VeinteUser>>();
        services.Replace(ServiceDescriptor.Scoped<IUserClaimsPrincipalFactory<VeinteUser>, ScopeClaims>());
        services.Configure<SecurityStampValidatorOptions>(stamp => stamp.ValidationInterval = TimeSpan.FromMinutes(1));

        var authentication = services.AddAuthentication(options =>
        {
            options.DefaultScheme = AnyScheme;
            options.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
        });
        authentication.AddPolicyScheme(AnyScheme, null, any => any.ForwardDefaultSelector = context => Choose(context, demo));
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        if (demo) authentication.AddScheme<AuthenticationSchemeOptions, DemoVisitor>(DemoVisitor.SchemeName, null);
        authentication.AddIdentityCookies(cookies =>
        {
            cookies.ApplicationCookie!.Configure(Harden);
            cookies.TwoFactorUserIdCookie!.Configure(cookie => cookie.Cookie.SameSite = SameSiteMode.Lax);
        });
        Rights.Define(services.AddAuthorizationBuilder());
        return services;
    }

    private static void AddSqlite(this IServiceCollection services, AppFolder folder)
    {
        AppSchema.Upgrade(folder.ConnectionString);
        services.AddDbContextFactory<AppDb>(options => options.UseSqlite(folder.ConnectionString));
        services.AddSingleton<IAppChanges, SqliteChanges>();
    }

    private static void AddPostgres(this IServiceCollection services, string postgres)
    {
        var connection = PostgresAppSchema.Settings(postgres);
        PostgresAppSchema.Upgrade(connection);
        services.AddDbContextFactory<AppDb>(options => options.UseNpgsql(connection, PostgresAppSchema.SayPlainly).AddInterceptors(SilentTransactions.Ended));
        services.AddSingleton<IAppChanges, PostgresChanges>();
    }

    private static string Choose(HttpContext context, bool demo)
    {
        if (ApiKeyAuthentication.Applies(context.Request)) return ApiKeyAuthentication.SchemeName;
        return demo ? DemoVisitor.SchemeName : IdentityConstants.ApplicationScheme;
    }

    private static void Harden(Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "veinte";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromDays(14);
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.LogoutPath = "/account/sign-out";
        options.AccessDeniedPath = "/no-access";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnRedirectToLogin = async redirect =>
        {
            if (AccessProblems.IsProgram(redirect.Request))
                await AccessProblems.Write(redirect.HttpContext, StatusCodes.Status401Unauthorized, "Sign-in is needed",
                    "Sign in, or send a key: Authorization: Bearer vk_read_…. Make one with: veinte key create --scope read --name NAME");
            else redirect.Response.Redirect(redirect.RedirectUri);
        };
        options.Events.OnRedirectToAccessDenied = async redirect =>
        {
            if (AccessProblems.IsProgram(redirect.Request)) await AccessProblems.Forbidden(redirect.HttpContext);
            else redirect.Response.Redirect(redirect.RedirectUri);
        };
    }

    /// <summary>Puts what a person may do into the cookie.</summary>
    private sealed class ScopeClaims(UserManager<VeinteUser> users, IOptions<IdentityOptions> options)
        : UserClaimsPrincipalFactory<VeinteUser>(users, options)
    {
        protected override async Task<ClaimsIdentity> GenerateClaimsAsync(VeinteUser user)
        {
            var identity = await base.GenerateClaimsAsync(user);
            identity.AddClaim(new(Rights.ScopeClaim, user.Scope.Name));
            return identity;
        }
    }
}
