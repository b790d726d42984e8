namespace RunKit.Cli.Terminal;

/// <summary>As people count: <c>s9</c> before <c>s10</c>. Digits are compared by their number, all else by its code; a tie by the whole text.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        while (!left.IsEmpty && !right.IsEmpty)
        {
            ReadOnlySpan<char> one = left[..Digits(left)], other = right[..Digits(right)];
            var order = one.IsEmpty || other.IsEmpty ? left[0].CompareTo(right[0]) : CompareNumbers(one, other);
            if (order != 0)
            {
                return order;
            }

            left = left[Math.Max(one.Length, 1)..];
            right = right[(one.IsEmpty ? 1 : other.Length)..];
        }

        return (left.IsEmpty, right.IsEmpty) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(x, y),
        };
    }

    // However many digits there are.
    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        one = one.TrimStart('0');
        other = other.TrimStart('0');
        return one.Length == other.Length ? one.SequenceCompareTo(other) : one.Length - other.Length;
    }

    private static int Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
}
