using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Veinte.Pages.Tests;

/// <summary>Signing in and out, being locked out, and passkeys.</summary>
public sealed class People_come_in(Browser browser)
{
    [Fact]
    public async Task Who_is_signed_out_comes_back_to_the_page_asked_for_and_ten_wrong_passwords_lock_the_door()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office, "en-GB");
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        await Office.SetUp(page, "en");
        await page.ClickAsync(".preferences > summary");
        await page.ClickAsync("form[action='/account/sign-out'] button");
        await page.WaitForURLAsync("**/sign-in");

        await page.GotoAsync("/accounts?kind=staff");
        await page.WaitForURLAsync("**/sign-in?returnUrl=*");
        await SignIn(page, Office.Password);
        await page.WaitForURLAsync("**/accounts?kind=staff");

        await profile.ClearCookiesAsync();
        await page.GotoAsync("/sign-in");
        await SignIn(page, "not the password");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("The name or the password is not right.");
        // Whether the account is locked or the minute's attempts are used up, the page says so in words and even the
        // right password waits.
        for (var attempt = 0; attempt < 10; attempt++) await SignIn(page, "not the password");
        await SignIn(page, Office.Password);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Too many attempts");
        complaints.None();
    }

    [Fact]
    public async Task A_passkey_opens_the_books_and_lets_in_again_without_any_password()
    {
        await using var office = new Office();
        await office.InitializeAsync();
        await using var profile = await browser.Profile(office);
        var page = await profile.NewPageAsync();
        var complaints = new Complaints(page);
        var devices = await profile.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        await page.GotoAsync("/setup");
        await page.FillAsync("#userName", "eva");
        await page.CheckAsync("#passkey");
        await Expect(page.Locator("#password")).ToBeHiddenAsync();
        await page.CheckAsync("input[name=start][value=empty]");
        await page.ClickAsync("form[action='/account/setup'] > button");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        await page.ClickAsync(".preferences > summary");
        await Expect(page.Locator(".sign-out")).ToContainTextAsync("eva");
        await page.ClickAsync("form[action='/account/sign-out'] button");
        await page.WaitForURLAsync("**/sign-in");
        await page.ClickAsync("[data-passkey-button]");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        complaints.None();
    }

    private static async Task SignIn(IPage page, string password)
    {
        await page.FillAsync("#userName", Office.UserName);
        await page.FillAsync("#password", password);
        // Until the answer is there: sent again before, an attempt is called off and does not count.
        await page.EvaluateAsync("() => { window.unanswered = true; }");
        await page.ClickAsync("form[action='/account/sign-in'] > button:not([type=button])");
        await page.WaitForFunctionAsync("() => !window.unanswered && document.readyState === 'complete'");
    }
}
