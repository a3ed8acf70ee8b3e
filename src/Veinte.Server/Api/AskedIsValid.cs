using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Veinte.Server.Api;

/// <summary>
/// Holds what is asked to the limits its members state (<c>[Range]</c>, <c>[MaxLength]</c> and the like). The framework's own
/// validation does so for parameters of their own, and for members of public types only; ours are internal. Thread-safe.
/// </summary>
internal static class AskedIsValid
{
    private static readonly ConcurrentDictionary<Type, bool> Stating = [];

    /// <summary>The filter: answers 400 with each member that is outside its limits, by the name it was sent under.</summary>
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is null || !Stating.GetOrAdd(argument.GetType(), StatesLimits)) continue;
            var wrong = new List<ValidationResult>();
            if (Validator.TryValidateObject(argument, new(argument, context.HttpContext.RequestServices, items: null), wrong, validateAllProperties: true)) continue;
            return TypedResults.ValidationProblem(detail: string.Join(' ', wrong.Select(one => one.ErrorMessage)), errors: wrong
                .SelectMany(one => one.MemberNames.DefaultIfEmpty("").Select(member => (Name: NameOf(argument.GetType(), member), Said: one.ErrorMessage ?? "")))
                .GroupBy(one => one.Name, one => one.Said).ToDictionary(one => one.Key, one => one.ToArray()));
        }
        return await next(context);
    }

    private static bool StatesLimits(Type type) =>
        type.Assembly == typeof(AskedIsValid).Assembly && type.GetProperties().Any(property => property.IsDefined(typeof(ValidationAttribute), inherit: true));

    private static string NameOf(Type type, string member) =>
        type.GetProperty(member)?.GetCustomAttribute<FromQueryAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member);
}
