namespace RunKit.Cli.Streams;

/// <summary>
/// What a program prints without what colours it and moves the cursor: text, tabs and line ends. Sequences may be cut anywhere between two pieces.
/// Not thread-safe.
/// </summary>
internal sealed class PlainBytes
{
    private const byte Escape = 0x1b;
    private const byte Bell = 0x07;
    private const byte Cancel = 0x18;
    private const byte Substitute = 0x1a;

    private Place _place;

    private enum Place
    {
        Text,
        Escape,
        Intermediate,
        Control,
        String,
        StringEscape,
    }

    /// <summary>The next piece, without that.</summary>
    public byte[] Strip(ReadOnlySpan<byte> bytes)
    {
        var text = new List<byte>(bytes.Length);
        foreach (var one in bytes)
        {
            if (_place == Place.Text && IsText(one))
            {
                text.Add(one);
            }

            _place = Next(one);
        }

        return [.. text];
    }

    private static bool IsText(byte one) => one is >= (byte)' ' and not 0x7f or (byte)'\n' or (byte)'\t';

    private Place Next(byte one) => (_place, one) switch
    {
        (_, Cancel or Substitute) => Place.Text,
        (Place.String, Bell) => Place.Text,
        (Place.String, Escape) => Place.StringEscape,
        (Place.String, _) => Place.String,
        (Place.StringEscape, (byte)'\\') => Place.Text,
        (_, Escape) => Place.Escape,
        (Place.Text, _) => Place.Text,
        (Place.Escape or Place.StringEscape, (byte)'[') => Place.Control,
        (Place.Escape or Place.StringEscape, (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' or (byte)'k') => Place.String,
        (Place.Escape or Place.StringEscape or Place.Intermediate, >= 0x20 and <= 0x2f) => Place.Intermediate,
        (Place.Control, < 0x40 or > 0x7e) => Place.Control,
        _ => Place.Text,
    };
}
