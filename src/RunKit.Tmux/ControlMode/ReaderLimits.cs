namespace RunKit.Tmux.ControlMode;

/// <summary>How much a <see cref="ControlModeReader"/> keeps; tmux itself knows no limit. What is longer is cut, and its item says so.</summary>
/// <param name="LineBytes">Of one line; at least <see cref="Least"/>.</param>
/// <param name="BodyBytes">Of the body of one block; at least <see cref="Least"/>.</param>
public sealed record ReaderLimits(int LineBytes, int BodyBytes)
{
    /// <summary>The least that a limit may be, in bytes: room for any guard and for any name that matters.</summary>
    public const int Least = 128;

    public static ReaderLimits Default { get; } = new(4 * 1024 * 1024, 16 * 1024 * 1024);

    /// <exception cref="ArgumentOutOfRangeException">It is below <see cref="Least"/>.</exception>
    public int LineBytes { get; } = AtLeast(LineBytes);

    /// <exception cref="ArgumentOutOfRangeException">It is below <see cref="Least"/>.</exception>
    public int BodyBytes { get; } = AtLeast(BodyBytes);

    private static int AtLeast(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, Least);
        return bytes;
    }
}
