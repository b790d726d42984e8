using System.Collections;
using System.Reflection;
using Akka.Actor;

namespace RunKit.Actors.Tests.Plane;

/// <summary>Looks into values and types, however deep.</summary>
internal static class StructuralEquality
{
    private static readonly Type[] Alive =
        [typeof(ICanTell), typeof(Delegate), typeof(Task), typeof(IAsyncDisposable), typeof(IDisposable), typeof(CancellationToken)];

    /// <summary>Whether a value of that type may hold an actor, a connection, a delegate, a task or a stream.</summary>
    public static bool HoldsSomethingAlive(Type type) => HoldsSomethingAlive(type, []);

    /// <summary>The same kinds with the same parts, whatever equality they define.</summary>
    public static void ShouldBeAlike(this object? actual, object? expected) => Compare(actual, expected, expected?.GetType().Name ?? "null");

    private static bool HoldsSomethingAlive(Type type, HashSet<Type> visited)
    {
        if (Alive.Any(alive => type.IsAssignableTo(alive)))
        {
            return true;
        }

        if (type.IsGenericType && type.GetGenericArguments().Any(argument => HoldsSomethingAlive(argument, visited)))
        {
            return true;
        }

        if (type.Namespace?.StartsWith("RunKit", StringComparison.Ordinal) != true || !visited.Add(type))
        {
            return false;
        }

        var parts = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.FieldType);
        var kinds = type.IsAbstract ? SerializationTests.Kinds(type) : [];
        return parts.Concat(kinds).Any(part => HoldsSomethingAlive(part, visited));
    }

    private static void Compare(object? actual, object? expected, string path)
    {
        if (expected is null || actual is null)
        {
            actual.ShouldBe(expected, path);
            return;
        }

        actual.GetType().ShouldBe(expected.GetType(), path);
        if (expected is ReadOnlyMemory<byte> bytes)
        {
            ((ReadOnlyMemory<byte>)actual).ToArray().ShouldBe(bytes.ToArray(), path);
            return;
        }

        if (expected is IEnumerable all and not string)
        {
            var (left, right) = (((IEnumerable)actual).Cast<object>().ToArray(), all.Cast<object>().ToArray());
            left.Length.ShouldBe(right.Length, path);
            for (var i = 0; i < left.Length; i++)
            {
                Compare(left[i], right[i], $"{path}[{i}]");
            }
        }
        else if (expected.GetType().Namespace?.StartsWith("RunKit", StringComparison.Ordinal) == true && !expected.GetType().IsEnum)
        {
            foreach (var property in expected.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public))
            {
                Compare(property.GetValue(actual), property.GetValue(expected), $"{path}.{property.Name}");
            }
        }
        else
        {
            actual.ShouldBe(expected, path);
        }
    }
}
