using RunKit.Tmux.Ports;
using System.Collections.Immutable;
using System.Reflection;

namespace RunKit.Actors.Tests.Plane;

/// <summary>Makes values of any type of the contract by its constructor: as many as it takes to meet every kind of each part.</summary>
internal static class Sample
{
    public static ImmutableArray<object> Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying);
        }

        if (type.IsEnum)
        {
            return [.. Enum.GetValues(type).Cast<object>()];
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return [ArrayOf(type.GetGenericArguments()[0])];
        }

        return type.IsAbstract
            ? [.. SerializationTests.Kinds(type).SelectMany(kind => Of(kind))]
            : Plain(type) is { } plain ? [plain] : Constructed(type);
    }

    private static object? Plain(Type type) => type switch
    {
        _ when type == typeof(string) => "text1",
        _ when type == typeof(bool) => true,
        _ when type == typeof(int) => 42,
        _ when type == typeof(uint) => 43u,
        _ when type == typeof(long) => 44L,
        _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyMemory<byte>([0, 27, 0xc3, 255]),
        _ when type == typeof(TimeSpan) => TimeSpan.FromMilliseconds(1500),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero),
        _ => null,
    };

    private static ImmutableArray<object> Constructed(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no public constructor");
        var parts = constructor.GetParameters().Select(parameter => Of(parameter.ParameterType)).ToArray();
        var count = parts.Select(part => part.Length).Append(1).Max();
        return [.. Enumerable.Range(0, count).Select(i => constructor.Invoke([.. parts.Select(part => part[i % part.Length])]))];
    }

    private static object ArrayOf(Type element) =>
        typeof(Sample).GetMethod(nameof(Filled), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(element).Invoke(null, [Of(element)])!;

    private static ImmutableArray<T> Filled<T>(ImmutableArray<object> values) => [.. values.Cast<T>()];
}
