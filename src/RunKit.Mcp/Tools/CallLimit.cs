namespace RunKit.Mcp.Tools;

/// <summary>How long one call of a tool may take: clients give up at some 45 s.</summary>
internal static class CallLimit
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Reads an argument.</summary>
    /// <exception cref="ToolException">It is negative or too long.</exception>
    public static TimeSpan Of(int? milliseconds) => milliseconds is null ? Longest
        : milliseconds is >= 0 and <= 30_000 ? TimeSpan.FromMilliseconds(milliseconds.Value)
        : throw new ToolException("'waitMs' is 0 to 30000; what goes on longer is asked for again with result");
}
