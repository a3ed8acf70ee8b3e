using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Veinte.Server.Api;

/// <summary>
/// Holds what is asked to the limits its members state (<c>[Range]</c>, <c>[MaxLength]</c> and the like). The framework's own
/// validation does so for parameters of their own, and for members of public types only; ours are internal. So do we for what
/// lies within, alone or in lists, by its path: <c>customers[2].name</c>. Thread-safe.
/// </summary>
internal static class AskedIsValid
{
    // Whoever sends a long list of nonsense is told of the first.
    private const int ToldMax = 50;
    private const int DepthMax = 16;
    private static readonly ConcurrentDictionary<Type, Limits> Known = [];

    /// <summary>The filter: answers 400 with each member that is outside its limits, by the name it was sent under.</summary>
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is null) continue;
            var wrong = new List<(string Name, string Said)>();
            Look(argument, "", 0, context.HttpContext.RequestServices, wrong);
            if (wrong.Count == 0) continue;
            return TypedResults.ValidationProblem(
                detail: string.Join(' ', wrong.Select(one => one.Said)),
                errors: wrong.GroupBy(one => one.Name, one => one.Said).ToDictionary(one => one.Key, one => one.ToArray()));
        }
        return await next(context);
    }

    private static void Look(object asked, string path, int depth, IServiceProvider services, List<(string Name, string Said)> wrong)
    {
        var limits = Known.GetOrAdd(asked.GetType(), LimitsOf);
        var found = new List<ValidationResult>();
        if (limits.States && !Validator.TryValidateObject(asked, new(asked, services, items: null), found, validateAllProperties: true))
            wrong.AddRange(found.SelectMany(one => one.MemberNames.DefaultIfEmpty("").Select(member => (path + NameOf(asked.GetType(), member), one.ErrorMessage ?? ""))));
        if (depth == DepthMax) return;
        foreach (var member in limits.Within)
        {
            var (name, number) = (path + NameOf(asked.GetType(), member.Name), 0);
            switch (member.GetValue(asked))
            {
                case null:
                    break;
                case IEnumerable list:
                    foreach (var one in list)
                    {
                        if (wrong.Count >= ToldMax) return;
                        if (one is not null) Look(one, $"{name}[{number}].", depth + 1, services, wrong);
                        number++;
                    }
                    break;
                case var one:
                    Look(one, name + ".", depth + 1, services, wrong);
                    break;
            }
        }
    }

    // Of our own types alone: what others make, a service or a request, is not what is asked.
    private static Limits LimitsOf(Type type) => !IsOurs(type) ? new(false, []) : new(
        type.GetProperties().Any(property => property.IsDefined(typeof(ValidationAttribute), inherit: true)),
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && IsRecord(type) && IsRecord(ElementOf(property.PropertyType)))]);

    private static bool IsOurs(Type type) => type.Assembly == typeof(AskedIsValid).Assembly;

    // What is asked are records. Services of ours, which are arguments of endpoints too, are none and are not looked into.
    private static bool IsRecord(Type type) => IsOurs(type) && type is { IsEnum: false } && type.GetMethod("<Clone>$") is not null;

    private static Type ElementOf(Type type) => type.GetInterfaces().Append(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0] ?? type;

    private static string NameOf(Type type, string member) =>
        type.GetProperty(member)?.GetCustomAttribute<FromQueryAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(member);

    /// <summary>What is known of a type.</summary>
    /// <param name="States">Whether members state limits.</param>
    /// <param name="Within">Members that may hold what states limits in turn.</param>
    private sealed record Limits(bool States, PropertyInfo[] Within);
}
