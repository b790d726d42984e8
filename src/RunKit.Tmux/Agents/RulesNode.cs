using System.Globalization;
using System.Text.Json;

namespace RunKit.Tmux.Agents;

/// <summary>A value of a JSON text that knows its line.</summary>
internal sealed class RulesNode
{
    private readonly object? _value;
    private readonly int _line;

    private RulesNode(object? value, int line) => (_value, _line) = (value, line);

    /// <summary>Reads a text.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="RulesFaultException">A name is there twice.</exception>
    public static RulesNode Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 });
        reader.Read();
        var node = Value(ref reader, json);
        while (reader.Read())
        {
            // What follows the value is no JSON, and throws.
        }

        return node;
    }

    public RulesFaultException Fault(string problem) => new(_line, problem);

    /// <exception cref="RulesFaultException">It is no object, or has another member.</exception>
    public void Only(params string[] names)
    {
        if (Members().FirstOrDefault(member => !names.Contains(member.Key, StringComparer.Ordinal)) is { Key: { } stranger, Value: var node })
        {
            throw node.Fault($"'{stranger}' is not known here; allowed: {string.Join(", ", names)}");
        }
    }

    /// <exception cref="RulesFaultException">It is not there.</exception>
    public RulesNode Get(string name) => Find(name) ?? throw Fault($"'{name}' is missing");

    public RulesNode? Find(string name) => Members().GetValueOrDefault(name);

    public IReadOnlyList<RulesNode> Items() => _value as List<RulesNode> ?? throw Fault("a list is wanted here");

    public string Text() => _value as string ?? throw Fault("a text is wanted here");

    public bool Flag() => _value is bool flag ? flag : throw Fault("true or false is wanted here");

    public int Number(int least, int most) => _value is double number && number >= least && number <= most && double.IsInteger(number)
        ? (int)number
        : throw Fault(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} is wanted here"));

    private Dictionary<string, RulesNode> Members() => _value as Dictionary<string, RulesNode> ?? throw Fault("an object is wanted here");

    private static RulesNode Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var line = json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new RulesNode(Object(ref reader, json), line);
            case JsonTokenType.StartArray:
                var items = new List<RulesNode>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(ref reader, json));
                }

                return new RulesNode(items, line);
            case JsonTokenType.String:
                return new RulesNode(Text(ref reader, line), line);
            case JsonTokenType.Number:
                return new RulesNode(reader.TryGetDouble(out var number) ? number : double.NaN, line);
            case JsonTokenType.True:
            case JsonTokenType.False:
                return new RulesNode(reader.TokenType == JsonTokenType.True, line);
            default:
                return new RulesNode(null, line);
        }
    }

    private static Dictionary<string, RulesNode> Object(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var members = new Dictionary<string, RulesNode>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var line = json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            var name = Text(ref reader, line);
            reader.Read();
            if (!members.TryAdd(name, Value(ref reader, json)))
            {
                throw new RulesFaultException(line, $"'{name}' is there twice");
            }
        }

        return members;
    }

    // Half of a surrogate pair, or bytes that are no UTF-8, are no text.
    private static string Text(ref Utf8JsonReader reader, int line)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw new RulesFaultException(line, "the text is not UTF-8");
        }
    }
}

/// <summary>A file of rules cannot be used.</summary>
internal sealed class RulesFaultException(int line, string problem) : Exception(problem)
{
    public int Line { get; } = line;
}
