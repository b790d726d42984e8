using System.Diagnostics.CodeAnalysis;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Immutable settings read from HOCON. A key that is missing, or null, yields the default that the caller names.</summary>
public class Config
{
    /// <summary>A configuration without a single key.</summary>
    public static readonly Config Empty = new(new HoconObject());

    private readonly HoconObject _root;

    internal Config(HoconObject root) => _root = root;

    /// <summary>Whether there is no key at all.</summary>
    public virtual bool IsEmpty => _root.Items.Count == 0;

    /// <summary>Reads HOCON text.</summary>
    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    /// <summary>The text at a path.</summary>
    [return: NotNullIfNotNull(nameof(@default))]
    public virtual string? GetString(string path, string? @default = null) => Read(path, static v => v.GetString(), @default);

    /// <summary>The whole number at a path; FormatException if it is not one.</summary>
    public virtual int GetInt(string path, int @default = 0) => Read(path, static v => v.GetInt(), @default);

    /// <summary>The whole number at a path; FormatException if it is not one.</summary>
    public virtual long GetLong(string path, long @default = 0) => Read(path, static v => v.GetLong(), @default);

    /// <summary>The number at a path; FormatException if it is not one.</summary>
    public virtual double GetDouble(string path, double @default = 0) => Read(path, static v => v.GetDouble(), @default);

    /// <summary>on, true, off or false at a path; NotSupportedException for any other word.</summary>
    public virtual bool GetBoolean(string path, bool @default = false) => Read(path, static v => v.GetBoolean(), @default);

    /// <summary>The duration at a path: <c>250ms</c>, <c>2 s</c>, <c>infinite</c>, or milliseconds; else FormatException.</summary>
    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        Read(path, v => v.GetTimeSpan(allowInfinite), @default ?? TimeSpan.Zero);

    /// <summary>The list of texts at a path; empty if it is missing.</summary>
    public virtual IList<string> GetStringList(string path) => Read<IList<string>>(path, static v => v.GetStringList(), []);

    /// <summary>The size in bytes at a path: <c>1KiB</c>, <c>10 MB</c>, or bytes; null if missing, else FormatException.</summary>
    public virtual long? GetByteSize(string path) => Read(path, static v => v.GetByteSize(), null);

    /// <summary>The object at a path on its own; null if it is missing, ConfigurationException if it is no object.</summary>
    public virtual Config? GetConfig(string path) => Read(path, static v => new Config(v.GetObject()), null);

    /// <summary>Whether there is a value at a path.</summary>
    public virtual bool HasPath(string path) => Find(path) is not null;

    /// <summary>These settings, and those of the fallback where they say nothing. Objects merge key by key.</summary>
    public virtual Config WithFallback(Config? fallback) => fallback is null ? this : new Config(_root.Over(fallback._root));

    /// <summary>The keys at the top, in the order in which they were first set.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable() => _root.Items;

    /// <summary>The settings as HOCON text.</summary>
    public override string ToString() => _root.ToString();

    private HoconValue? Find(string path)
    {
        HoconValue? value = null;
        foreach (var key in HoconPath.Split(path))
        {
            var at = value is null ? _root : value.IsObject() ? value.GetObject() : null;
            value = at?.GetKey(key);
            if (value is null || value.IsEmpty)
                return null;
        }

        return value;
    }

    private T Read<T>(string path, Func<HoconValue, T> read, T missing)
    {
        var value = Find(path);
        if (value is null)
            return missing;

        try
        {
            return read(value);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{path}: {e.Message}", e);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationException($"{path}: {e.Message}", e);
        }
    }
}
