using System.Diagnostics.CodeAnalysis;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations.</summary>
public class ConfigurationFactory
{
    private static readonly Lazy<Config> Reference = new(ReadReference);

    /// <summary>A configuration without a single key.</summary>
    public static Config Empty => Config.Empty;

    /// <summary>Reads HOCON text. Malformed text and unresolved substitutions throw FormatException with line and column.</summary>
    public static Config ParseString(string hocon)
    {
        ArgumentNullException.ThrowIfNull(hocon);
        return new Config(HoconResolver.Resolve(HoconReader.Read(hocon)));
    }

    /// <summary>The engine's own defaults: every key that it reads.</summary>
    public static Config Default() => Reference.Value;

    private static Config ReadReference()
    {
        using var stream = typeof(ConfigurationFactory).Assembly.GetManifestResourceStream("reference.conf")
            ?? throw new InvalidOperationException("The engine's reference.conf is missing from its assembly.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}

/// <summary>Questions about a configuration that may not be there.</summary>
public static class ConfigExtensions
{
    /// <summary>Whether there is nothing to read in this configuration, or no configuration at all.</summary>
    public static bool IsNullOrEmpty([NotNullWhen(false)] this Config? config) => config is null || config.IsEmpty;
}
