using Microsoft.AspNetCore.Identity;

namespace Veinte.Server.Access;

/// <summary>A person with an account on this server.</summary>
internal sealed class VeinteUser : IdentityUser
{
    /// <summary>What the person may do: <see cref="ApiScope.Read"/> or <see cref="ApiScope.Admin"/>.</summary>
    public ApiScope Scope { get; set; } = ApiScope.Read;

    /// <summary>Language of the pages, <c>es</c> or <c>en</c>.</summary>
    public string Language { get; set; } = "en";
}
