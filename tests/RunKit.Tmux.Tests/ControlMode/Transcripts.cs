namespace RunKit.Tmux.Tests.ControlMode;

/// <summary>What real tmux said, byte by byte: <c>tests/transcripts/RELEASE/NAME.txt</c>.</summary>
internal static class Transcripts
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "transcripts");

    /// <param name="name">Such as <c>3.3a/parse-errors</c>.</param>
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Root, $"{name}.txt"));

    /// <summary>Every transcript, in the order of the names.</summary>
    public static IReadOnlyList<byte[]> All() => [.. Names().Select(Bytes)];

    public static IReadOnlyList<string> Names() =>
        [.. Directory.EnumerateFiles(Root, "*.txt", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(Root, file), null))
            .Order(StringComparer.Ordinal)];
}
