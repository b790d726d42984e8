using static Akka.Configuration.Hocon.HoconNode;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Turns what was read into values: of all assignments to a key the last wins, objects merge, and
/// substitutions take the final value of their path.
/// </summary>
internal sealed class HoconResolver
{
    private const int MaxChain = 100;
    private const int MaxDepth = 200;
    private const int MaxEffort = 100_000;

    private readonly Members _root;
    private readonly HashSet<Reference> _underWay = new(ReferenceEqualityComparer.Instance);
    private HoconPosition _lastFollowed = new(1, 1);
    private int _depth;
    private int _effort;

    private HoconResolver(Members root) => _root = root;

    /// <summary>The values; FormatException where a substitution names nothing, or itself.</summary>
    public static HoconObject Resolve(Members root) => new HoconResolver(root).Merge([root]);

    private HoconObject Merge(IEnumerable<Members> oldestFirst)
    {
        var assigned = new OrderedDictionary<string, List<HoconNode>>(StringComparer.Ordinal);
        foreach (var (key, values) in oldestFirst.SelectMany(static members => members.Assigned))
        {
            if (!assigned.TryAdd(key, values))
                assigned[key] = [.. assigned[key], .. values];
        }

        var merged = new HoconObject();
        foreach (var (key, values) in assigned)
            merged.Set(key, Value(Deciding(values)));

        return merged;
    }

    /// <summary>The nodes that decide a value, latest first: objects, as far as they reach back, or one node that is none.</summary>
    private List<HoconNode> Deciding(IReadOnlyList<HoconNode> oldestFirst)
    {
        var deciding = new List<HoconNode>();
        for (var i = oldestFirst.Count - 1; i >= 0; i--)
        {
            var nodes = Expand(oldestFirst[i]);
            Spend(nodes.Count);
            if (nodes[0] is Members)
            {
                deciding.AddRange(nodes);
                continue;
            }

            if (deciding.Count == 0)
                deciding.Add(nodes[0]);
            break;
        }

        return deciding;
    }

    /// <summary>A reference stands for what it names; a sequence of objects for those objects, latest first.</summary>
    private List<HoconNode> Expand(HoconNode node)
    {
        switch (node)
        {
            case Reference reference:
                return Follow(reference, Deciding);
            case Sequence sequence:
                var pieces = Solid(sequence).Select(Expand).ToList();
                var areObjects = pieces.TrueForAll(static piece => piece[0] is Members);
                return areObjects ? [.. Enumerable.Reverse(pieces).SelectMany(static piece => piece)] : [sequence];
            default:
                return [node];
        }
    }

    private T Follow<T>(Reference reference, Func<IReadOnlyList<HoconNode>, T> read)
    {
        if (!_underWay.Add(reference))
            throw reference.Position.Error($"${{{reference.Path}}} refers to itself.");
        if (_underWay.Count > MaxChain)
            throw reference.Position.Error($"${{{reference.Path}}} hangs on more than {MaxChain} other substitutions.");

        _lastFollowed = reference.Position;
        Spend(1);
        IReadOnlyList<HoconNode> found = [_root];
        foreach (var key in HoconPath.Split(reference.Path))
        {
            var within = Enumerable.Reverse(Deciding(found)).OfType<Members>();
            found = [.. within.SelectMany(members => members.Assigned.GetValueOrDefault(key, []))];
            if (found.Count == 0)
                throw reference.Position.Error($"${{{reference.Path}}} names nothing in this text.");
        }

        var result = read(found);
        _underWay.Remove(reference);
        return result;
    }

    private HoconValue Value(List<HoconNode> deciding)
    {
        Spend(1);
        if (++_depth > MaxDepth)
            throw _lastFollowed.Error("this substitution makes a value without end.");

        var value = deciding[0] switch
        {
            Members => HoconValue.Of(Merge(Enumerable.Reverse(deciding).Cast<Members>())),
            List list => HoconValue.Of([.. list.Items.Select(item => Value(Deciding([item])))]),
            Text { IsNull: true } => HoconValue.Null,
            Text text => HoconValue.Of(text.Value),
            Sequence sequence => Join(sequence),
            var other => throw new InvalidOperationException($"{other.GetType().Name} was not expanded."),
        };
        _depth--;
        return value;
    }

    private HoconValue Join(Sequence sequence)
    {
        var solid = Solid(sequence).ToList();
        var values = solid.ConvertAll(Piece);
        if (values.TrueForAll(static value => value.IsArray()))
            return HoconValue.Of([.. values.SelectMany(static value => value.GetArray())]);
        if (values.Exists(static value => value.IsArray() || value.IsObject()))
            throw sequence.Position.Error("texts, lists and objects cannot stand side by side in one value.");

        var text = string.Concat(sequence.Pieces.Select(piece => IsBlank(piece) ? ((Text)piece).Value : TextOf(Piece(piece))));
        Spend(text.Length);
        return HoconValue.Of(text);
    }

    private HoconValue Piece(HoconNode piece) => piece is Reference reference
        ? Follow(reference, found => Value(Deciding(found)))
        : Value(Deciding([piece]));

    /// <summary>What a text may cost is bounded: a few lines of substitutions that double each time would otherwise never end.</summary>
    private void Spend(int effort)
    {
        _effort += effort;
        if (_effort > MaxEffort)
            throw _lastFollowed.Error("this substitution makes an enormous value.");
    }

    private static string TextOf(HoconValue value) => value.IsEmpty ? "null" : value.GetString();

    private static IEnumerable<HoconNode> Solid(Sequence sequence) => sequence.Pieces.Where(static piece => !IsBlank(piece));

    private static bool IsBlank(HoconNode piece) => piece is Text { IsBlank: true };
}
