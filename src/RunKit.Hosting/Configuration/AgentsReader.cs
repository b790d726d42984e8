using System.Collections.Immutable;
using System.Globalization;
using RunKit.Actors;
using RunKit.Actors.Notices;
using RunKit.Tmux.Agents;

namespace RunKit.Hosting.Configuration;

/// <summary>Reads <c>runkit.agents</c> and <c>runkit.notify</c>.</summary>
internal static class AgentsReader
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static AgentSettings Read(ConfigReader read)
    {
        var file = read.Text("runkit.agents.rules");
        read.Require("runkit.agents.rules", file.Length == 0 || Path.IsPathRooted(file), "an absolute path");
        var every = read.Duration("runkit.agents.interval");
        read.Require("runkit.agents.interval", every >= ShortestInterval, "200ms or more");
        var settings = new AgentSettings { Every = every };
        return file.Length == 0 ? settings : WithRules(settings, file);
    }

    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static NoticeSettings ReadNotices(ConfigReader read) => new()
    {
        On = [.. read.Texts("runkit.notify.on", text => AgentState.TryStatus(text, out _), "states of agents, such as waiting, failed or idle").Select(Status)],
        Cooldown = read.Duration("runkit.notify.cooldown"),
    };

    /// <exception cref="RunKitConfigurationException">A value does not fit.</exception>
    public static NotifySettings ReadNotify(ConfigReader read)
    {
        var text = read.Text("runkit.notify.webhook.url");
        Uri? url = null;
        read.Require(
            "runkit.notify.webhook.url",
            text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0),
            "a URL that begins with https:// or http://, without a password");
        var secret = read.Text("runkit.notify.webhook.secret-file");
        read.Require("runkit.notify.webhook.secret-file", secret.Length == 0 ? url is null : Path.IsPathRooted(secret), "an absolute path, which a webhook needs");
        return new NotifySettings(url, secret, read.Texts("runkit.notify.exec"));
    }

    // A fault in them must not cost the node: those in the package are used, and it is said.
    private static AgentSettings WithRules(AgentSettings settings, string file)
    {
        try
        {
            return AgentRulesReader.TryRead(File.ReadAllBytes(file), out var rules, out var fault)
                ? settings with { Rules = rules }
                : settings with { RulesProblem = string.Create(CultureInfo.InvariantCulture, $"{file}, line {fault.Line}: {fault.Problem}") };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return settings with { RulesProblem = $"{file} cannot be read: {e.Message}" };
        }
    }

    private static AgentStatus Status(string text) => AgentState.TryStatus(text, out var status) ? status : AgentStatus.Unknown;
}
