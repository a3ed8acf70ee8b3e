namespace Veinte.Server.Pages.Connect;

/// <summary>A key as the page lists it, without its secret.</summary>
public sealed record KeyRow(long Id, string Name, string Scope, string Hint, DateTimeOffset CreatedAt, string CreatedBy, bool Revoked);
