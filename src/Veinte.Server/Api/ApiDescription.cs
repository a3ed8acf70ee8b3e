using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Veinte.Server.Api;

/// <summary>What the OpenAPI document says about the whole: its name, and how one signs in.</summary>
internal static class ApiDescription
{
    /// <summary>Completes the generated document.</summary>
    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = "Veinte";
        document.Info.Version = "v1";
        document.Info.Description =
            "Every interaction is a credit or a debit. Amounts are milli-points, times RFC 3339 in UTC, lists {items, next}, errors problem+json (RFC 9457).";
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key: vk_read_… to read, vk_admin_… to decide. Make one with: veinte key create --scope read --name NAME",
        };
        document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
        return Task.CompletedTask;
    });
}
