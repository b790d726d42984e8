using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>An object of a configuration: keys and their values, in the order in which the keys were first set.</summary>
public class HoconObject
{
    private readonly OrderedDictionary<string, HoconValue> _items = new(StringComparer.Ordinal);

    /// <summary>The keys and their values.</summary>
    public IReadOnlyDictionary<string, HoconValue> Items => _items;

    /// <summary>The value of a key, or null.</summary>
    internal HoconValue? GetKey(string key) => _items.GetValueOrDefault(key);

    /// <summary>The keys and their values as HOCON text.</summary>
    public override string ToString() => ToString(0);

    internal void Set(string key, HoconValue value) => _items[key] = value;

    /// <summary>This object's values, and the other's where this says nothing; what is an object in both merges.</summary>
    internal HoconObject Over(HoconObject other)
    {
        var merged = new HoconObject();
        foreach (var (key, mine) in _items)
        {
            var both = other._items.TryGetValue(key, out var theirs) && mine.IsObject() && theirs.IsObject();
            merged.Set(key, both ? HoconValue.Of(mine.GetObject().Over(theirs!.GetObject())) : mine);
        }

        foreach (var (key, theirs) in other._items)
            merged._items.TryAdd(key, theirs);

        return merged;
    }

    internal string ToString(int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in _items)
            text.Append(' ', indent * 2).Append(HoconPath.Quote(key)).Append(" = ").Append(value.ToString(indent)).Append('\n');

        return text.ToString();
    }
}
