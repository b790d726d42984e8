using System.Globalization;
using System.Text.Json;
using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Akka.Hosting;

/// <summary>Translates settings of Microsoft.Extensions.Configuration into HOCON.</summary>
internal static class ConfigurationHocon
{
    /// <summary>
    /// A section keeps its own key. Keys that are all numbers make a list. Unless a key stands in double quotes, dots in it part keys, and
    /// normalizing makes it lower case with dashes for underscores.
    /// </summary>
    public static Config From(IConfiguration configuration, bool normalizeKeys)
    {
        var members = Members(configuration.GetChildren(), normalizeKeys);
        if (configuration is not IConfigurationSection section)
            return ConfigurationFactory.ParseString(members);

        var value = section.Exists() ? Value(section, normalizeKeys) : "{}";
        return ConfigurationFactory.ParseString($"{Key(section.Key, normalizeKeys)} = {value}");
    }

    private static string Members(IEnumerable<IConfigurationSection> sections, bool normalizeKeys) =>
        string.Join('\n', sections.Select(section => $"{Key(section.Key, normalizeKeys)} = {Value(section, normalizeKeys)}"));

    private static string Value(IConfigurationSection section, bool normalizeKeys)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0)
            return section.Value is null ? "null" : JsonSerializer.Serialize(section.Value);

        if (!children.TrueForAll(static child => int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            return $"{{\n{Members(children, normalizeKeys)}\n}}";

        var items = children.OrderBy(static child => int.Parse(child.Key, CultureInfo.InvariantCulture));
        return $"[{string.Join(", ", items.Select(item => Value(item, normalizeKeys)))}]";
    }

    private static string Key(string key, bool normalizeKeys)
    {
        if (key.StartsWith('"'))
            return key;

        var normal = normalizeKeys ? key.ToLowerInvariant().Replace('_', '-') : key;
        return string.Join('.', normal.Split('.').Select(static part => JsonSerializer.Serialize(part)));
    }
}
