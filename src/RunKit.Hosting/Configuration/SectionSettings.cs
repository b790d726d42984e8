using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace RunKit.Hosting.Configuration;

/// <summary>Reads a section of a host's configuration (appsettings.json and whatever else the host reads) as settings of RunKit's.</summary>
internal static class SectionSettings
{
    /// <summary>The section that is read when a host hands over its whole configuration.</summary>
    public const string SectionName = "RunKit";

    /// <returns>Keys in HOCON's spelling, with their values; lists are written as HOCON.</returns>
    /// <exception cref="RunKitConfigurationException">Nobody knows a key, one setting is there under two spellings, or is a list where none can be.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(IConfiguration configuration, SettingNames names)
    {
        var section = configuration is IConfigurationRoot ? configuration.GetSection(SectionName) : configuration;
        Dictionary<string, (string Spelled, string Value)> found = new(StringComparer.Ordinal);
        foreach (var (spelled, value) in Flat(section.GetChildren(), "", names))
        {
            var key = names.KeyOf(spelled);
            if (!found.TryAdd(key, (spelled, value)))
            {
                throw new RunKitConfigurationException($"'{found[key].Spelled}' and '{spelled}' both set {key}; keep one of them");
            }
        }

        return [.. found.Select(setting => KeyValuePair.Create(setting.Key, setting.Value.Value))];
    }

    private static IEnumerable<(string Spelled, string Value)> Flat(IEnumerable<IConfigurationSection> sections, string prefix, SettingNames names)
    {
        foreach (var section in sections)
        {
            var spelled = prefix + section.Key;
            var children = section.GetChildren().ToList();
            if (children.Count == 0)
            {
                if (section.Value is { } value)
                {
                    // JSON's [] arrives as an empty text.
                    yield return (spelled, value.Length == 0 && SettingNames.IsList(names.KeyOf(spelled)) ? "[]" : value);
                }
            }
            else if (children.TrueForAll(child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                if (!SettingNames.IsList(names.KeyOf(spelled)))
                {
                    throw new RunKitConfigurationException($"{names.KeyOf(spelled)} is a list; one value is allowed");
                }

                var items = children.OrderBy(child => int.Parse(child.Key, CultureInfo.InvariantCulture));
                yield return (spelled, $"[{string.Join(", ", items.Select(item => SettingText.Quoted(item.Value ?? "")))}]");
            }
            else
            {
                foreach (var inner in Flat(children, $"{spelled}:", names))
                {
                    yield return inner;
                }
            }
        }
    }
}
