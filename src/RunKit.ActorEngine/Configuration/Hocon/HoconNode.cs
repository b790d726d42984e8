namespace Akka.Configuration.Hocon;

/// <summary>A piece of HOCON text as it was read, before substitutions and merging.</summary>
internal abstract record HoconNode
{
    /// <summary>A text; blanks between two pieces of a value are texts too.</summary>
    public sealed record Text(string Value, bool IsBlank = false, bool IsNull = false) : HoconNode;

    /// <summary>A list.</summary>
    public sealed record List(IReadOnlyList<HoconNode> Items) : HoconNode;

    /// <summary>An object: for every key all values that were assigned to it, oldest first.</summary>
    public sealed record Members(OrderedDictionary<string, List<HoconNode>> Assigned) : HoconNode
    {
        /// <summary>An object without keys.</summary>
        public Members() : this(new OrderedDictionary<string, List<HoconNode>>(StringComparer.Ordinal)) { }

        /// <summary>Assigns a value to a key, beside what was assigned to it before.</summary>
        public void Assign(string key, HoconNode value)
        {
            if (!Assigned.TryGetValue(key, out var values))
                Assigned[key] = values = [];
            values.Add(value);
        }
    }

    /// <summary><c>${path}</c>, and where it stands.</summary>
    public sealed record Reference(string Path, HoconPosition Position) : HoconNode;

    /// <summary>Pieces that stand side by side, such as <c>${home} /log</c>.</summary>
    public sealed record Sequence(IReadOnlyList<HoconNode> Pieces, HoconPosition Position) : HoconNode;
}

/// <summary>A place in the text, counted from 1.</summary>
internal sealed record HoconPosition(int Line, int Column)
{
    /// <summary>An error at this place.</summary>
    public FormatException Error(string what) => new($"HOCON, line {Line}, column {Column}: {what}");
}
