using System.Globalization;
using System.Text;
using static Akka.Configuration.Hocon.HoconNode;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON text into nodes. What is malformed, or outside of the subset (<c>include</c>, <c>+=</c>, <c>${?x}</c>), is a FormatException
/// with line and column.
/// </summary>
internal sealed class HoconReader
{
    private const int MaxNesting = 100;
    private const string NeedsQuotes = "$\"{}[]:=,+#`^?!@*&\\";

    private readonly HoconCursor _at;
    private int _nesting;

    private HoconReader(string text) => _at = new HoconCursor(text);

    /// <summary>The object that the text describes; the braces around it may be left out.</summary>
    public static Members Read(string text)
    {
        var reader = new HoconReader(text);
        var root = new Members();
        reader._at.SkipLines();
        if (reader._at.Sees("{"))
            reader.ReadObject(root);
        else
            reader.ReadMembers(root, isRoot: true);

        reader._at.SkipLines();
        return reader._at.AtEnd ? root : throw reader._at.Error($"{reader._at.Describe()} stands after the end of the outermost object.");
    }

    private Members ReadObject(Members into)
    {
        var opened = Enter();
        ReadMembers(into, isRoot: false);
        return _at.Take("}") ? Leave(into) : throw opened.Error("this '{' is never closed.");
    }

    private void ReadMembers(Members into, bool isRoot)
    {
        _at.SkipLines();
        while (!_at.AtEnd && (isRoot || !_at.Sees("}")))
        {
            ReadMember(into);
            SkipSeparator();
        }
    }

    private void ReadMember(Members into)
    {
        var position = _at.Position;
        var keys = ReadKey();
        _at.SkipBlanks();
        if (keys is ["include"] && _at.Sees("\""))
            throw position.Error("include is not supported; give the parts to WithFallback.");
        if (_at.Sees("+="))
            throw _at.Error("+= is not supported; write the whole list.");

        var isAssigned = _at.Take("=") || _at.Take(":");
        if (!isAssigned && !_at.Sees("{"))
            throw _at.Error($"'=', ':' or '{{' must follow the key {string.Join('.', keys)}, not {_at.Describe()}.");

        var value = ReadValue($"the key {string.Join('.', keys)}");
        foreach (var key in keys.Skip(1).Reverse())
        {
            var outer = new Members();
            outer.Assign(key, value);
            value = outer;
        }

        into.Assign(keys[0], value);
    }

    private List<string> ReadKey()
    {
        var keys = new List<string>();
        do
        {
            keys.Add(_at.Sees("\"") ? ReadQuoted() : ReadPlain(static c => c != '.'));
        }
        while (_at.Take("."));
        return keys;
    }

    private HoconNode ReadValue(string of)
    {
        if (_at.SkipLines() && !_at.Sees("{") && !_at.Sees("["))
            throw _at.Error($"the value of {of} must begin on the same line.");

        var position = _at.Position;
        var pieces = new List<HoconNode>();
        while (!_at.AtLineEnd && !_at.Sees(",") && !_at.Sees("}") && !_at.Sees("]"))
        {
            pieces.Add(ReadPiece());
            var blanks = _at.SkipBlanks();
            if (blanks.Length > 0)
                pieces.Add(new Text(blanks, IsBlank: true));
        }

        while (pieces is [.., Text { IsBlank: true }])
            pieces.RemoveAt(pieces.Count - 1);

        return pieces switch
        {
            [] => throw _at.Error($"a value is wanted for {of}, not {_at.Describe()}."),
            [var only] => only,
            _ => new Sequence(pieces, position),
        };
    }

    private HoconNode ReadPiece() => _at.Current switch
    {
        '{' => ReadObject(new Members()),
        '[' => ReadList(),
        '"' => new Text(ReadQuoted()),
        '$' => ReadReference(),
        _ => ReadPlain(static _ => true) is var text && text == "null" ? new Text(text, IsNull: true) : new Text(text),
    };

    private string ReadPlain(Func<char, bool> fits)
    {
        var text = _at.TakeWhile(c => IsPlain(c) && fits(c) && !_at.AtComment);
        return text.Length > 0
            ? text
            : throw _at.Error($"a key or a value is wanted here, not {_at.Describe()}; a text that holds it stands in double quotes.");
    }

    private List ReadList()
    {
        var opened = Enter();
        var items = new List<HoconNode>();
        _at.SkipLines();
        while (!_at.AtEnd && !_at.Sees("]"))
        {
            items.Add(ReadValue("an item"));
            SkipSeparator();
        }

        return _at.Take("]") ? Leave(new List(items)) : throw opened.Error("this '[' is never closed.");
    }

    private Reference ReadReference()
    {
        var position = _at.Position;
        if (_at.Sees("${?"))
            throw position.Error("${?...} is not supported; give the key a default and use ${...}.");
        if (!_at.Take("${"))
            throw position.Error("'$' must stand in double quotes.");

        var path = _at.TakeWhile(static c => c is not ('}' or '\n'));
        if (!_at.Take("}"))
            throw position.Error("this '${' is never closed.");

        try
        {
            path = path.Trim();
            _ = HoconPath.Split(path);
        }
        catch (FormatException e)
        {
            throw position.Error(e.Message);
        }

        return new Reference(path, position);
    }

    private string ReadQuoted()
    {
        var opened = _at.Position;
        if (_at.Take("\"\"\""))
            return ReadTripleQuoted(opened);

        _at.Take();
        var text = new StringBuilder();
        while (!_at.Sees("\""))
        {
            if (_at.AtEnd || _at.Sees("\n"))
                throw opened.Error("this '\"' is never closed on its line.");

            text.Append(_at.Sees("\\") ? ReadEscape() : _at.Take());
        }

        _at.Take();
        return text.ToString();
    }

    private string ReadTripleQuoted(HoconPosition opened)
    {
        var text = new StringBuilder();
        while (!_at.Sees("\"\"\"") || _at.Sees("\"\"\"\""))
            text.Append(_at.AtEnd ? throw opened.Error("these triple quotes are never closed.") : _at.Take());

        _at.Take("\"\"\"");
        return text.ToString();
    }

    private char ReadEscape()
    {
        var position = _at.Position;
        _at.Take();
        var escaped = _at.AtEnd ? '\0' : _at.Take();
        if (escaped != 'u')
        {
            var found = "\"\\/bfnrt".IndexOf(escaped, StringComparison.Ordinal);
            return found >= 0
                ? "\"\\/\b\f\n\r\t"[found]
                : throw position.Error("this is no escape; \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits are.");
        }

        var digits = "";
        while (digits.Length < 4 && char.IsAsciiHexDigit(_at.Current))
            digits += _at.Take();
        return digits.Length == 4
            ? (char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : throw position.Error("four hexadecimal digits must follow \\u.");
    }

    /// <summary>A value ends where its line does, at a comma, or at a closing bracket: whatever comes next is apart from it.</summary>
    private void SkipSeparator()
    {
        _at.SkipLines();
        if (_at.Take(","))
            _at.SkipLines();
    }

    private HoconPosition Enter()
    {
        var position = _at.Position;
        if (++_nesting > MaxNesting)
            throw position.Error($"objects and lists nest more than {MaxNesting} deep.");

        _at.Take();
        return position;
    }

    private T Leave<T>(T node)
    {
        _nesting--;
        return node;
    }

    private static bool IsPlain(char c) => !char.IsWhiteSpace(c) && !NeedsQuotes.Contains(c, StringComparison.Ordinal);
}
