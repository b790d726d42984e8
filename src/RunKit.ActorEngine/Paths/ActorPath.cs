using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Akka.Actor;

/// <summary>An actor's place in the tree, such as <c>akka://sys/user/a/b</c>. Equality ignores the uid.</summary>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    private protected ActorPath(string name, long uid)
    {
        Name = name;
        Uid = uid;
    }

    /// <summary>The last element; <c>/</c> for the root.</summary>
    public string Name { get; }

    /// <summary>Which incarnation of this path is meant; 0 when none in particular is.</summary>
    public long Uid { get; }

    /// <summary>The address of the system the path belongs to.</summary>
    public abstract Address Address { get; }

    /// <summary>The path one level up; null for the root.</summary>
    public abstract ActorPath Parent { get; }

    /// <summary>How many elements the path has; 0 for the root.</summary>
    public abstract int Depth { get; }

    /// <summary>The names from the root down, without the root itself.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var elements = new string[Depth];
            var path = this;
            for (var i = elements.Length - 1; i >= 0; i--, path = path.Parent)
            {
                elements[i] = path.Name;
            }

            return elements;
        }
    }

    /// <summary>The path from the root, such as <c>/user/a</c>.</summary>
    public string ToStringWithoutAddress() => Append(new StringBuilder()).ToString();

    /// <inheritdoc/>
    public override string ToString() => Append(new StringBuilder(Address.ToString())).ToString();

    /// <summary>Reads <c>akka://sys/user/a#uid</c>; anything else is a <see cref="UriFormatException"/>.</summary>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed)
            ? parsed
            : throw new UriFormatException($"'{path}' is no actor path; one reads akka://system/user/name.");

    /// <summary>Reads <c>akka://sys/user/a#uid</c>; false for anything else.</summary>
    public static bool TryParse(string path, [NotNullWhen(true)] out ActorPath actorPath)
    {
        actorPath = null!;
        var scheme = path?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (scheme < 0)
        {
            return false;
        }

        var slash = path!.IndexOf('/', scheme + 3);
        var address = Address.TryParse(slash < 0 ? path : path.AsSpan(0, slash));
        if (address is null)
        {
            return false;
        }

        var elements = slash < 0 ? "" : path[slash..];
        var uid = 0L;
        var hash = elements.LastIndexOf('#');
        if (hash >= 0)
        {
            if (!long.TryParse(elements.AsSpan(hash + 1), out uid))
            {
                return false;
            }

            elements = elements[..hash];
        }

        ActorPath result = new RootActorPath(address);
        var names = elements.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < names.Length; i++)
        {
            result = new ChildActorPath(result, names[i], i == names.Length - 1 ? uid : 0);
        }

        actorPath = result;
        return true;
    }

    /// <summary>Whether <paramref name="s"/> may be an actor's name: ASCII letters, digits, <c>-_.*$+:@&amp;=,!~';()</c> and <c>%hh</c>,
    /// not empty and not starting with <c>$</c>.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
        {
            return false;
        }

        for (var i = 0; i < s.Length; i++)
        {
            if (s[i] == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]))
            {
                i += 2;
            }
            else if (!char.IsAsciiLetterOrDigit(s[i]) && !"-_.*$+:@&=,!~';()".Contains(s[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The path of the child called <paramref name="name"/>.</summary>
    public static ActorPath operator /(ActorPath path, string name) => new ChildActorPath(path, name, 0);

    /// <inheritdoc/>
    public bool Equals(ActorPath? other)
    {
        for (ActorPath? left = this, right = other; ; left = left.Parent, right = right.Parent)
        {
            if (ReferenceEquals(left, right))
            {
                return true;
            }

            if (left is null || right is null || left.Name != right.Name || left.Depth != right.Depth)
            {
                return false;
            }

            if (left.Depth == 0)
            {
                return left.Address.Equals(right.Address);
            }
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() => Depth == 0 ? Address.GetHashCode() : HashCode.Combine(Name, Parent.Name, Depth);

    /// <inheritdoc/>
    public int CompareTo(ActorPath? other) => string.CompareOrdinal(ToString(), other?.ToString());

    /// <summary>Compares without the uid.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    /// <summary>Compares without the uid.</summary>
    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    private StringBuilder Append(StringBuilder text)
    {
        if (Depth == 0)
        {
            return text.Append('/');
        }

        foreach (var element in Elements)
        {
            text.Append('/').Append(element);
        }

        return text;
    }
}

/// <summary>The root of a system's tree.</summary>
internal sealed class RootActorPath(Address address) : ActorPath("/", 0)
{
    /// <inheritdoc/>
    public override Address Address { get; } = address;

    /// <inheritdoc/>
    public override ActorPath Parent => null!;

    /// <inheritdoc/>
    public override int Depth => 0;
}

/// <summary>Any path below the root.</summary>
internal sealed class ChildActorPath(ActorPath parentPath, string name, long uid) : ActorPath(name, uid)
{
    /// <inheritdoc/>
    public override Address Address => Parent.Address;

    /// <inheritdoc/>
    public override ActorPath Parent { get; } = parentPath;

    /// <inheritdoc/>
    public override int Depth => Parent.Depth + 1;
}
