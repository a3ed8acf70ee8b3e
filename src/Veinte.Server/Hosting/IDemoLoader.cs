namespace Veinte.Server.Hosting;

/// <summary>Loads the demo into books that are empty: six months of history, then live.</summary>
internal interface IDemoLoader
{
    /// <summary>Starts loading and returns; loading goes on in the background.</summary>
    Task Load(CancellationToken cancel);
}
