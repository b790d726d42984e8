using System.Text;

namespace RunKit.Tmux.Identity;

/// <summary>The absolute path of a tmux server's socket. At most 107 bytes of UTF-8: a Unix socket address holds no more.</summary>
public sealed record SocketPath
{
    /// <summary>The longest path a socket address takes, in bytes.</summary>
    public const int MaxBytes = 107;

    /// <exception cref="ArgumentException">The path is relative, too long or holds a NUL.</exception>
    public SocketPath(string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        if (!Path.IsPathRooted(value))
        {
            throw new ArgumentException($"a socket path must be absolute: {value}", nameof(value));
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("a socket path cannot carry a NUL character", nameof(value));
        }

        if (Encoding.UTF8.GetByteCount(value) > MaxBytes)
        {
            throw new ArgumentException($"a socket path has at most {MaxBytes} bytes: {value}", nameof(value));
        }

        Value = value;
    }

    public string Value { get; }

    public static SocketPath In(string directory, ServerName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new SocketPath(Path.Combine(directory, name.Value));
    }

    public override string ToString() => Value;
}
