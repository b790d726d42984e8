using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using RunKit.Hosting.Configuration;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Tests.Configuration;

/// <summary>What a host says in its own configuration and in its code.</summary>
public sealed partial class HostConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Code_goes_over_the_hosts_configuration_which_goes_over_the_environment_which_goes_over_the_file()
    {
        File.WriteAllText(_file, "runkit { guard = observe, kill-timeout = 1s, command-timeout = 1s, snapshot { refresh = 1s, timeout = 1s } }");
        var host = Json("""{ "RunKit": { "CommandTimeout": "3s", "Snapshot": { "Refresh": "3s" } } }""");
        host.ConfigFile = _file;
        host.Settings["snapshot.refresh"] = "4s";

        var plane = RunKitConfiguration.LoadHost(host, [new("RUNKIT_SNAPSHOT__REFRESH", "2s"), new("RUNKIT_COMMAND_TIMEOUT", "2s"), new("RUNKIT_KILL_TIMEOUT", "2s")]).Plane;

        plane.Guard.ShouldBe(GuardPolicy.Observe);
        plane.Snapshot.Timeout.ShouldBe(TimeSpan.FromSeconds(1));
        plane.KillTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        plane.CommandTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        plane.Snapshot.Refresh.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Theory]
    [InlineData("Dial:HandshakeTimeout")]
    [InlineData("dial:handshake-timeout")]
    [InlineData("DIAL:HANDSHAKETIMEOUT")]
    [InlineData("Dial:Handshake_Timeout")]
    [InlineData("dial.handshake-timeout")]
    public void A_key_may_be_spelled_as_HOCON_or_as_NET_does(string key)
    {
        var host = Section((key, "7s"));
        RunKitConfiguration.LoadHost(host, []).Dial.AnswerTimeout.ShouldBe(TimeSpan.FromSeconds(7));

        var code = new RunKitHostOptions();
        code.Settings[key] = "8s";
        RunKitConfiguration.LoadHost(code, []).Dial.AnswerTimeout.ShouldBe(TimeSpan.FromSeconds(8));
        code.Settings[$"runkit.{key}"] = "9s";
        RunKitConfiguration.LoadHost(code, []).Dial.AnswerTimeout.ShouldBe(TimeSpan.FromSeconds(9));
    }

    [Fact]
    public void What_JSON_has_for_lists_booleans_numbers_and_durations_is_understood()
    {
        var options = RunKitConfiguration.LoadHost(
            Json("""
                {
                  "RunKit": {
                    "Guard": "Observe",
                    "Servers": { "Include": ["work", "ci-*"], "Exclude": [] },
                    "Http": { "Listen": "[::]:7117", "AllowRemoteWithoutTls": true, "MaxStreams": 5 },
                    "Backoff": { "Max": "00:00:09" },
                    "Events": { "Buffer": 7 },
                    "Snapshot": {}
                  }
                }
                """),
            []);

        options.Plane.Guard.ShouldBe(GuardPolicy.Observe);
        options.Plane.Servers.Include.ShouldBe(["work", "ci-*"]);
        options.Plane.Servers.Exclude.ShouldBeEmpty();
        options.Http.Listen!.ToString().ShouldBe("[::]:7117");
        options.Http.MaxStreams.ShouldBe(5);
        options.Plane.Backoff.Max.ShouldBe(TimeSpan.FromSeconds(9));
        options.Plane.EventBuffer.ShouldBe(7);
    }

    [Fact]
    public void The_properties_of_the_options_are_settings_like_any_other()
    {
        var options = RunKitConfiguration.LoadHost(
            new RunKitHostOptions { Node = "a\"b\\c", SocketDirectory = "/there", TmuxBinary = "/bin/tmux", Guard = GuardPolicy.Observe }, []);

        (options.Plane.Node, options.SocketDirectory, options.TmuxBinary, options.Plane.Guard)
            .ShouldBe(("a\"b\\c", "/there", "/bin/tmux", GuardPolicy.Observe));
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.LoadHost(new RunKitHostOptions { Guard = (GuardPolicy)9 }, []))
            .Message.ShouldContain("runkit.guard is '9'; allowed: floor or observe");
    }

    [Fact]
    public void An_environment_that_does_not_count_is_not_read()
    {
        KeyValuePair<string, string>[] environment = [new("RUNKIT_NODE", "there")];

        RunKitConfiguration.LoadHost(new RunKitHostOptions(), environment).Plane.Node.ShouldBe("there");
        RunKitConfiguration.LoadHost(new RunKitHostOptions { ReadsEnvironment = false }, environment).Plane.Node.ShouldNotBe("there");
    }

    [Fact]
    public void The_environment_in_NETs_spelling_comes_with_the_hosts_configuration()
    {
        KeyValuePair<string, string>[] environment = [new("RUNKIT__NODE", "there")];

        RunKitConfiguration.LoadHost(Section(("NODE", "there")), environment).Plane.Node.ShouldBe("there");
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.LoadHost(new RunKitHostOptions(), environment));
    }

    [Theory]
    [InlineData("Gaurd", "floor", "unknown key 'runkit.gaurd' (did you mean 'runkit.guard'?)")]
    [InlineData("Dial:HandshakeTime", "1s", "unknown key 'runkit.dial.handshake-time'")]
    [InlineData("Dial:Handshake Timeout {", "1s", "unknown key 'runkit.dial.handshake timeout {'")]
    [InlineData("Akka:LogLevel", "DEBUG", "unknown key 'runkit.akka.log-level'")]
    [InlineData("Guard", "strict", "runkit.guard is 'strict'; allowed: floor or observe")]
    [InlineData("Guard", "x\ny = 1", "allowed: floor or observe")]
    [InlineData("Backoff:Min", "5", "allowed: a duration with its unit")]
    [InlineData("Backoff:Min", "0.5", "allowed: a duration with its unit")]
    [InlineData("Backoff:Min", "25:00:00", "allowed: a duration with its unit, of at most a day")]
    [InlineData("Events:Buffer", "many", "runkit.events.buffer is 'many'; allowed: a whole number")]
    [InlineData("Guard:0", "floor", "runkit.guard is a list; one value is allowed")]
    [InlineData("Guard:Policy", "floor", "unknown key 'runkit.guard.policy'")]
    [InlineData("Mirror:IdleRefresh", "1s", "there is no key 'runkit.mirror.idle-refresh' any more: it is runkit.snapshot.idle-refresh now")]
    [InlineData("Dial", "fast", "unknown key 'runkit.dial'")]
    [InlineData("Servers:Include", "work", "runkit.servers.include is")]
    [InlineData("Dial..X", "1", "unknown key 'runkit.dial..x'")]
    [InlineData("Da\nta", "1", "unknown key 'runkit.da ta'")]
    public void What_does_not_fit_is_one_line_that_names_the_key(string key, string value, string words)
    {
        var problem = Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.LoadHost(Section((key, value)), [])).Message;

        problem.ShouldContain(words);
        problem.ShouldNotContain("\n");
    }

    [Fact]
    public void One_setting_under_two_spellings_is_refused_rather_than_guessed() =>
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.LoadHost(Section(("SocketDir", "/a"), ("socket-dir", "/b")), []))
            .Message.ShouldContain("both set runkit.socket-dir");

    [Fact]
    public void Every_key_of_the_reference_is_found_by_its_NET_spelling()
    {
        var names = new SettingNames(Akka.Configuration.ConfigurationFactory.ParseString(RunKitConfiguration.ReferenceText));
        var keys = KnownKeys.Of(Akka.Configuration.ConfigurationFactory.ParseString(RunKitConfiguration.ReferenceText)).ToArray();

        keys.Length.ShouldBeGreaterThan(20);
        foreach (var key in keys)
        {
            names.KeyOf(NetSpelling(key)).ShouldBe(key);
        }
    }

    [Fact]
    public void The_page_on_configuration_has_every_key_in_both_spellings_and_no_other() =>
        Repository.Read("docs/configuration.md").Split('\n').Where(line => line.StartsWith("| `runkit.", StringComparison.Ordinal))
            .ShouldBe(
                KnownKeys.Of(Akka.Configuration.ConfigurationFactory.ParseString(RunKitConfiguration.ReferenceText))
                    .Select(key => $"| `{key}` | `RunKit:{NetSpelling(key)}` |"),
                ignoreOrder: true);

    [Fact]
    public void Every_list_of_the_reference_may_be_empty()
    {
        var lists = RunKitConfiguration.ReferenceText[..RunKitConfiguration.ReferenceText.IndexOf("\nakka {", StringComparison.Ordinal)]
            .Split('\n').Where(line => ListLine().IsMatch(line)).Select(line => line.Split('=')[0].Trim());
        var reference = Akka.Configuration.ConfigurationFactory.ParseString(RunKitConfiguration.ReferenceText);

        KnownKeys.Of(reference).Where(SettingNames.IsList).Select(key => key.Split('.')[^1]).ShouldBe(lists, ignoreOrder: true);
    }

    private static string NetSpelling(string key) =>
        string.Join(':', key.Split('.').Skip(1).Select(part => string.Concat(part.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))));

    private static RunKitHostOptions Json(string json) => new()
    {
        Section = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build(),
    };

    private static RunKitHostOptions Section(params (string Key, string Value)[] settings) => new()
    {
        Section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Mine:{setting.Key}", (string?)setting.Value)))
            .Build()
            .GetSection("Mine"),
    };

    [GeneratedRegex(@"^\s*[a-z-]+ = \[", RegexOptions.None, 1000)]
    private static partial Regex ListLine();
}
