using Akka.Configuration;
using RunKit.Actors;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Processes.Connections;
using RunKit.Tmux.Processes.Sockets;
using RunKit.Tmux.State;

namespace RunKit.Hosting.Configuration;

/// <summary>Puts a plane's configuration together: the reference, then a file, then the environment, then overrides.</summary>
public static class RunKitConfiguration
{
    private const string EnvironmentPrefix = "RUNKIT_";

    /// <summary>The reference configuration's text: every key with its default and its meaning.</summary>
    public static string ReferenceText { get; } = ReadReference();

    /// <param name="file">A HOCON file; null for none.</param>
    /// <param name="overrides">Full keys, such as <c>runkit.guard</c>, with their values.</param>
    /// <exception cref="RunKitConfigurationException">Something in it cannot be used.</exception>
    public static RunKitOptions Load(string? file, IEnumerable<KeyValuePair<string, string>> overrides) =>
        Load(
            file,
            Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
                .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")),
            overrides);

    internal static RunKitOptions Load(
        string? file,
        IEnumerable<KeyValuePair<string, string>> environment,
        IEnumerable<KeyValuePair<string, string>> overrides)
    {
        var reference = ConfigurationFactory.ParseString(ReferenceText);
        var said = Parse(ToHocon(overrides), "the command line")
            .WithFallback(Parse(ToHocon(FromEnvironment(environment)), "the environment"))
            .WithFallback(file is null ? Config.Empty : Parse(ReadFile(file), file));
        var config = said.WithFallback(reference);
        KnownKeys.Check(config, reference);
        return Read(said, new ConfigReader(config));
    }

    /// <summary>RUNKIT_DIAL__HANDSHAKE_TIMEOUT means runkit.dial.handshake-timeout.</summary>
    private static IEnumerable<KeyValuePair<string, string>> FromEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables
            .Where(variable => variable.Key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
            .Select(variable => KeyValuePair.Create(
                "runkit." + variable.Key[EnvironmentPrefix.Length..]
                    .Replace("__", ".", StringComparison.Ordinal)
                    .Replace('_', '-')
                    .ToLowerInvariant(),
                variable.Value));

    private static RunKitOptions Read(Config said, ConfigReader read)
    {
        var node = read.Text("runkit.node");
        var anchor = new AnchorNames(read.Text("runkit.anchor.session"), read.Text("runkit.anchor.option"));
        read.Require(
            "runkit.anchor.session",
            anchor.Session.StartsWith(SessionState.HiddenPrefix, StringComparison.Ordinal) && anchor.Session.All(IsNameCharacter),
            $"letters, digits, '_' and '-', starting with {SessionState.HiddenPrefix}");
        read.Require(
            "runkit.anchor.option",
            anchor.KeepaliveOption.Length > 1 && anchor.KeepaliveOption[0] == '@' && anchor.KeepaliveOption[1..].All(IsNameCharacter),
            "'@' and then letters, digits, '_' and '-'");
        var plane = new PlaneSettings
        {
            Node = node.Length > 0 ? node : Environment.MachineName,
            Guard = read.OneOf("runkit.guard", ("floor", GuardPolicy.Floor), ("observe", GuardPolicy.Observe)),
            Attach = read.OneOf("runkit.attach", ("anchor", AttachTarget.Anchor), ("first-session", AttachTarget.FirstSession)),
            Anchor = anchor,
            Servers = new NameFilter(read.Texts("runkit.servers.include"), read.Texts("runkit.servers.exclude")),
            Backoff = new BackoffPolicy(read.Duration("runkit.backoff.min"), read.Duration("runkit.backoff.max")),
            Mirror = new MirrorSettings
            {
                Coalesce = read.Duration("runkit.mirror.coalesce"),
                Refresh = read.Duration("runkit.mirror.refresh"),
                IdleRefresh = read.Duration("runkit.mirror.idle-refresh"),
            },
            Heartbeat = new HeartbeatSettings
            {
                Interval = read.Duration("runkit.heartbeat.interval"),
                Timeout = read.Duration("runkit.heartbeat.timeout"),
            },
            CommandTimeout = read.Duration("runkit.command-timeout"),
            KillTimeout = read.Duration("runkit.kill-timeout"),
            EventBuffer = read.Number("runkit.events.buffer", 1, 10_000_000),
        };
        read.Require("runkit.backoff.max", plane.Backoff.Max >= plane.Backoff.Min, "at least runkit.backoff.min");
        var dial = new DialSettings(anchor, read.Duration("runkit.dial.handshake-timeout"), read.Number("runkit.dial.parallel", 1, 1000));
        var directory = SocketDirectoryPath.Resolve(
            read.Text("runkit.socket-dir"), Environment.GetEnvironmentVariable("TMUX_TMPDIR"));
        return new RunKitOptions(directory, read.Text("runkit.tmux-binary"), plane, dial, HttpReader.Read(read), said);
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    // A list is written as HOCON; any other value is text, however it looks, such as [::1]:7117.
    private static string ToHocon(IEnumerable<KeyValuePair<string, string>> settings) =>
        string.Join('\n', settings.Select(setting => $"{setting.Key} = {ToValue(setting.Value)}"));

    private static string ToValue(string value) =>
        value.StartsWith('[') && value.TrimEnd().EndsWith(']') ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string ReadFile(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RunKitConfigurationException($"the configuration file {file} cannot be read: {e.Message}", e);
        }
    }

    private static Config Parse(string hocon, string source)
    {
        try
        {
            return ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception e) when (e is FormatException or ConfigurationException)
        {
            throw new RunKitConfigurationException($"{source}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static string ReadReference()
    {
        using var stream = typeof(RunKitConfiguration).Assembly.GetManifestResourceStream("runkit.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
