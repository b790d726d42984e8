namespace Akka.Actor;

/// <summary>Where an actor system lives: protocol and system name, plus host and port when it is reachable over a network.</summary>
public sealed class Address : IEquatable<Address>
{
    /// <summary>Makes an address; without host and port it is local.</summary>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host!;
        Port = port;
    }

    /// <summary>The protocol, <c>akka</c> for a local system.</summary>
    internal string Protocol { get; }

    /// <summary>The name of the actor system.</summary>
    public string System { get; }

    /// <summary>The host, or null for a local address.</summary>
    internal string Host { get; }

    /// <summary>The port, or null for a local address.</summary>
    internal int? Port { get; }

    /// <inheritdoc/>
    public bool Equals(Address? other) =>
        other is not null && Protocol == other.Protocol && System == other.System && Host == other.Host && Port == other.Port;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Address);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    /// <inheritdoc/>
    public override string ToString() => Host is null ? $"{Protocol}://{System}" : $"{Protocol}://{System}@{Host}:{Port}";

    /// <summary>Compares by value.</summary>
    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    /// <summary>Compares by value.</summary>
    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    internal static Address? TryParse(ReadOnlySpan<char> text)
    {
        var scheme = text.IndexOf("://");
        if (scheme <= 0)
        {
            return null;
        }

        var protocol = text[..scheme].ToString();
        var rest = text[(scheme + 3)..];
        var at = rest.IndexOf('@');
        if (at < 0)
        {
            return rest.IsEmpty ? null : new Address(protocol, rest.ToString());
        }

        var colon = rest.LastIndexOf(':');
        return at > 0 && colon > at && int.TryParse(rest[(colon + 1)..], out var port)
            ? new Address(protocol, rest[..at].ToString(), rest[(at + 1)..colon].ToString(), port)
            : null;
    }
}
