using System.Text.Json;

namespace Veinte.Clients.Tests;

/// <summary>
/// npm ci refuses a lock file that leaves out what a package could take on another machine, and npm install leaves it out
/// where a registry does not have it. Then the entry is added by hand: version, optional, os and cpu are enough.
/// </summary>
public sealed class The_lock_file_works_on_every_machine
{
    private static readonly JsonElement Packages =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(RealClients.Folder, "package-lock.json"))).RootElement.GetProperty("packages");

    [Fact]
    public void Every_part_that_some_machine_could_take_stands_in_it() => Assert.Equal([],
        Packages.EnumerateObject().SelectMany(package => Missing(package, Packages)));

    [Fact]
    public void It_names_no_address_from_which_anything_is_fetched() =>
        Assert.DoesNotContain(Packages.EnumerateObject(), package => package.Value.TryGetProperty("resolved", out _));

    [Fact]
    public void A_part_that_is_left_out_is_caught()
    {
        var packages = JsonDocument.Parse("""{"node_modules/a": {"optionalDependencies": {"b": "1.0.0"}}, "node_modules/c": {}}""").RootElement;
        Assert.Equal(["b"], packages.EnumerateObject().SelectMany(package => Missing(package, packages)));
    }

    private static IEnumerable<string> Missing(JsonProperty package, JsonElement packages) =>
        package.Value.TryGetProperty("optionalDependencies", out var optional)
            ? optional.EnumerateObject().Select(part => part.Name).Where(name => !packages.EnumerateObject().Any(one => one.Name.EndsWith($"node_modules/{name}", StringComparison.Ordinal)))
            : [];
}
