using System.Text;

namespace RunKit.Tmux.Identity;

/// <summary>The absolute path of a tmux server's socket. At most 107 bytes of UTF-8: a Unix socket address holds no more.</summary>
public sealed record SocketPath
{
    /// <summary>The longest path a socket address takes, in bytes.</summary>
    public const int MaxBytes = 107;

    /// <exception cref="ArgumentException">The path is relative, too long or holds a NUL; the message says which.</exception>
    public SocketPath(string value)
    {
        if (Problem(value) is { } problem)
        {
            throw new ArgumentException(problem, nameof(value));
        }

        Value = value;
    }

    public string Value { get; }

    /// <summary>Why <paramref name="value"/> cannot be a socket's path, in one line; null when it can.</summary>
    public static string? Problem(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "a socket path must not be empty";
        }

        if (!Path.IsPathRooted(value))
        {
            return $"a socket path must be absolute: {value}";
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            return "a socket path cannot carry a NUL character";
        }

        return Encoding.UTF8.GetByteCount(value) > MaxBytes ? $"a socket path has at most {MaxBytes} bytes: {value}" : null;
    }

    public static SocketPath In(string directory, ServerName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new SocketPath(Path.Combine(directory, name.Value));
    }

    public override string ToString() => Value;
}
