using Akka.Configuration;
using RunKit.Actors;
using RunKit.Actors.Dialing;
using RunKit.Tmux.Connection;
using RunKit.Tmux.Lifecycle;
using RunKit.Tmux.Linux.Runs;
using RunKit.Tmux.Linux.Sockets;
using RunKit.Tmux.State;

namespace RunKit.Hosting.Configuration;

/// <summary>
/// Puts a plane's configuration together: the reference, then a file, then the environment, then overrides, or a host's configuration and
/// its code.
/// </summary>
public static class RunKitConfiguration
{
    private const string EnvironmentPrefix = "RUNKIT_";

    /// <summary>The reference configuration's text: every key with its default and its meaning.</summary>
    public static string ReferenceText { get; } = ReadReference();

    /// <param name="file">A HOCON file; null for none.</param>
    /// <param name="overrides">Full keys, such as <c>runkit.guard</c>, with their values.</param>
    /// <exception cref="RunKitConfigurationException">Something in it cannot be used.</exception>
    public static RunKitOptions Load(string? file, IEnumerable<KeyValuePair<string, string>> overrides) =>
        Load(file, EnvironmentVariables(), overrides);

    internal static RunKitOptions Load(
        string? file,
        IEnumerable<KeyValuePair<string, string>> environment,
        IEnumerable<KeyValuePair<string, string>> overrides) =>
        Load(
            ("the command line", SettingText.Lines(overrides)),
            ("the environment", SettingText.Lines(FromEnvironment(environment))),
            FileLayer(file));

    /// <summary>The same for a host: what its code says goes over its configuration, and that over environment and file.</summary>
    /// <exception cref="RunKitConfigurationException">Something in it cannot be used.</exception>
    internal static RunKitOptions LoadHost(RunKitHostOptions host) => LoadHost(host, EnvironmentVariables());

    internal static RunKitOptions LoadHost(RunKitHostOptions host, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var names = new SettingNames(Reference());

        // RUNKIT__SOCKETDIR is .NET's spelling: it arrives with the host's own configuration.
        var variables = environment.Where(variable => host.ReadsEnvironment
            && !(host.Section is not null && variable.Key.StartsWith($"{EnvironmentPrefix}_", StringComparison.Ordinal)));
        return Load(
            ("the host's options", SettingText.Lines(CodeSettings.Read(host, names))),
            ("the host's configuration", host.Section is null ? "" : SettingText.Lines(SectionSettings.Read(host.Section, names))),
            ("the environment", SettingText.Lines(FromEnvironment(variables))),
            FileLayer(host.ConfigFile));
    }

    // The first layer goes over the second, and so on.
    private static RunKitOptions Load(params ReadOnlySpan<(string Source, string Hocon)> layers)
    {
        var said = Config.Empty;
        foreach (var (source, hocon) in layers)
        {
            said = said.WithFallback(HoconText.Parse(hocon, source));
        }

        var reference = Reference();
        var config = said.WithFallback(reference);
        KnownKeys.Check(config, reference);
        AkkaSettings.Check(said);
        return Read(said, new ConfigReader(config));
    }

    private static Config Reference() => ConfigurationFactory.ParseString(ReferenceText);

    private static (string Source, string Hocon) FileLayer(string? file) => file is null ? ("no file", "") : (file, ReadFile(file));

    private static IEnumerable<KeyValuePair<string, string>> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

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
            Anchor = anchor,
            Servers = new NameFilter(read.Texts("runkit.servers.include"), read.Texts("runkit.servers.exclude")),
            Backoff = new BackoffPolicy(read.Duration("runkit.backoff.min"), read.Duration("runkit.backoff.max")),
            Snapshot = new SnapshotSettings
            {
                Coalesce = read.Duration("runkit.snapshot.coalesce"),
                Refresh = read.Duration("runkit.snapshot.refresh"),
                IdleRefresh = read.Duration("runkit.snapshot.idle-refresh"),
                Timeout = read.Duration("runkit.snapshot.timeout"),
            },
            CommandTimeout = read.Duration("runkit.command-timeout"),
            KillTimeout = read.Duration("runkit.kill-timeout"),
            EventBuffer = read.Number("runkit.events.buffer", 1, 10_000_000),
            Agents = AgentsReader.Read(read),
            Notices = AgentsReader.ReadNotices(read),
            PaneEvents = read.OneOf("runkit.events.panes", ("off", false), ("on", true)),
        };
        read.Require("runkit.backoff.max", plane.Backoff.Max >= plane.Backoff.Min, "at least runkit.backoff.min");
        var dial = new DialSettings(
            anchor,
            read.Number("runkit.hooks.index", 0, int.MaxValue),
            read.Duration("runkit.dial.handshake-timeout"),
            read.Number("runkit.dial.parallel", 1, 1000));
        var client = read.OneOf("runkit.client", ("auto", ClientChoice.Auto), ("socket", ClientChoice.Socket), ("process", ClientChoice.Process));
        var directory = SocketDirectoryPath.Resolve(
            read.Text("runkit.socket-dir"), Environment.GetEnvironmentVariable("TMUX_TMPDIR"));
        var state = StateDirectory.Resolve(read.Text("runkit.state-dir"), Environment.GetEnvironmentVariable("XDG_STATE_HOME"));
        return new RunKitOptions(directory, state, read.Text("runkit.tmux-binary"), client, plane, dial, HttpReader.Read(read), HttpReader.ReadAudit(read), AgentsReader.ReadNotify(read), said)
        {
            Cluster = HttpReader.ReadCluster(read),
        };
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

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

    private static string ReadReference()
    {
        using var stream = typeof(RunKitConfiguration).Assembly.GetManifestResourceStream("runkit.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
