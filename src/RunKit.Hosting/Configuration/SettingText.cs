namespace RunKit.Hosting.Configuration;

/// <summary>Writes single settings as HOCON.</summary>
internal static class SettingText
{
    /// <summary>Settings as HOCON, a line each.</summary>
    public static string Lines(IEnumerable<KeyValuePair<string, string>> settings) =>
        string.Join('\n', settings.Select(setting => $"{setting.Key} = {Value(setting.Key, setting.Value)}"));

    /// <summary>Text as HOCON reads it back.</summary>
    public static string Quoted(string text)
    {
        var escaped = text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }

    // A list is written as HOCON; any other value is text, however it looks, such as [::1]:7117.
    private static string Value(string key, string value) =>
        SettingNames.IsList(key) && value.StartsWith('[') && value.TrimEnd().EndsWith(']') ? value : Quoted(value);
}
