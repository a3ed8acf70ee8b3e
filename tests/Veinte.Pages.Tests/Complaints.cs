using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Veinte.Pages.Tests;

/// <summary>
/// What the browser complains of while a page is open: errors in the console (violations of the content security policy
/// are among them), exceptions of scripts, and answers that failed.
/// </summary>
internal sealed class Complaints
{
    private readonly ConcurrentQueue<string> _heard = new();

    public Complaints(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _heard.Enqueue($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _heard.Enqueue($"{page.Url}: {error}");
        page.Response += (_, response) =>
        {
            if (response.Status >= 400) _heard.Enqueue($"{response.Status} {response.Url}");
        };
    }

    /// <summary>That there were none but of one address, whose network a test has cut.</summary>
    public void OnlyOf(string address) => Assert.Equal("", string.Join('\n', _heard.Where(complaint => !complaint.Contains(address, StringComparison.Ordinal) && !complaint.Contains("net::ERR_", StringComparison.Ordinal))));

    /// <summary>That there were none.</summary>
    public void None() => Assert.Equal("", string.Join('\n', _heard));
}
