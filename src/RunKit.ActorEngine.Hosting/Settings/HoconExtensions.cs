using Akka.Configuration;
using Microsoft.Extensions.Configuration;

namespace Akka.Hosting;

/// <summary>How new settings stand to those that were added before.</summary>
public enum HoconAddMode
{
    /// <summary>The new settings win; the earlier ones speak where the new say nothing.</summary>
    Prepend,

    /// <summary>The earlier settings win; the new ones speak where those say nothing.</summary>
    Append,

    /// <summary>The new settings take the place of the earlier ones.</summary>
    Replace,
}

public static partial class AkkaHostingExtensions
{
    /// <summary>Adds settings.</summary>
    public static AkkaConfigurationBuilder AddHocon(this AkkaConfigurationBuilder builder, Config hocon, HoconAddMode addMode) =>
        builder.AddConfiguration(hocon, addMode);

    /// <summary>
    /// Adds settings of Microsoft.Extensions.Configuration. Unless they stand in double quotes, keys become lower case, with dashes for
    /// underscores; pass false for <paramref name="normalizeKeys"/> to keep them as they are.
    /// </summary>
    public static AkkaConfigurationBuilder AddHocon(
        this AkkaConfigurationBuilder builder, IConfiguration configuration, HoconAddMode addMode, bool normalizeKeys = true) =>
        builder.AddConfiguration(ConfigurationHocon.From(configuration, normalizeKeys), addMode);

    /// <summary>Adds the settings of a file; FormatException with its path, line and column if it is malformed.</summary>
    public static AkkaConfigurationBuilder AddHoconFile(this AkkaConfigurationBuilder builder, string hoconFilePath, HoconAddMode addMode)
    {
        var text = File.ReadAllText(hoconFilePath);
        try
        {
            return builder.AddConfiguration(ConfigurationFactory.ParseString(text), addMode);
        }
        catch (FormatException e)
        {
            throw new FormatException($"{hoconFilePath}: {e.Message}", e);
        }
    }

    /// <summary>Sets how long an ask without a timeout of its own waits; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</summary>
    public static AkkaConfigurationBuilder WithActorAskTimeout(this AkkaConfigurationBuilder builder, TimeSpan timeout)
    {
        var text = timeout == Timeout.InfiniteTimeSpan ? "infinite" : FormattableString.Invariant($"{timeout.TotalMilliseconds:0.####}ms");
        return builder.AddConfiguration($"akka.actor.ask-timeout = {text}", HoconAddMode.Prepend);
    }
}
