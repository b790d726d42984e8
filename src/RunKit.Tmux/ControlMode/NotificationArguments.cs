using System.Buffers.Text;
using System.Text;

namespace RunKit.Tmux.ControlMode;

/// <summary>
/// What follows a notification's name, taken from the left. A taking that finds something else makes all of it <see cref="Malformed"/>.
/// </summary>
internal ref struct NotificationArguments(ReadOnlySpan<byte> all)
{
    private ReadOnlySpan<byte> _rest = all;
    private bool _ended = all.IsEmpty;

    /// <summary>Whether any taking so far did not find what it looked for.</summary>
    public bool Malformed { get; private set; }

    public SessionId Session() => new(Id((byte)'$'));

    public WindowId Window() => new(Id((byte)'@'));

    public PaneId Pane() => new(Id((byte)'%'));

    /// <summary>One word, up to the next space. It must not be empty.</summary>
    public string Word()
    {
        var word = Next();
        Malformed |= word.IsEmpty;
        return Encoding.UTF8.GetString(word);
    }

    public ulong Number()
    {
        var word = Next();
        Malformed |= !IsNumber(word, out ulong number);
        return number;
    }

    /// <summary>All that is left, spaces included; may be empty.</summary>
    public string Rest() => Encoding.UTF8.GetString(RestBytes());

    /// <inheritdoc cref="Rest"/>
    public ReadOnlySpan<byte> RestBytes()
    {
        var rest = _rest;
        _rest = default;
        _ended = true;
        return rest;
    }

    /// <summary>Nothing may be left.</summary>
    public void End() => Malformed |= !_ended;

    /// <summary>Leaves out whatever a later tmux says before the colon, and the colon.</summary>
    public void SkipToColon()
    {
        if (_rest.StartsWith(": "u8))
        {
            _rest = _rest[2..];
            return;
        }

        var colon = _rest.IndexOf(" : "u8);
        Malformed |= colon < 0;
        _rest = colon < 0 ? default : _rest[(colon + 3)..];
    }

    /// <summary>What is left is not what it should be.</summary>
    public void Fail() => Malformed = true;

    /// <summary>The word up to the next space, which is taken too.</summary>
    /// <param name="ended">True when no space came: nothing can follow.</param>
    public static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> rest, out bool ended)
    {
        var space = rest.IndexOf((byte)' ');
        var word = space < 0 ? rest : rest[..space];
        ended = space < 0;
        rest = space < 0 ? default : rest[(space + 1)..];
        return word;
    }

    public static bool IsId(ReadOnlySpan<byte> word, byte sigil, out uint number)
    {
        number = 0;
        return word.Length > 1 && word[0] == sigil && IsNumber(word[1..], out ulong large) && (number = (uint)large) == large;
    }

    public static bool IsNumber(ReadOnlySpan<byte> word, out ulong number)
    {
        number = 0;
        return !word.IsEmpty && char.IsAsciiDigit((char)word[0]) && Utf8Parser.TryParse(word, out number, out var used) && used == word.Length;
    }

    private uint Id(byte sigil)
    {
        Malformed |= !IsId(Next(), sigil, out var number);
        return number;
    }

    private ReadOnlySpan<byte> Next() => Next(ref _rest, out _ended);
}
