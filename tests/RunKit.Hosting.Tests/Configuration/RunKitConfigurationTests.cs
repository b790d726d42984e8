using RunKit.Actors;
using RunKit.Hosting.Configuration;
using RunKit.Tmux.Lifecycle;

namespace RunKit.Hosting.Tests.Configuration;

public sealed class RunKitConfigurationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_reference_alone_is_what_the_settings_say_by_default()
    {
        var options = Load();

        var defaults = new PlaneSettings { Node = Environment.MachineName };
        (options.Plane with { Servers = NameFilter.All }).ShouldBe(defaults);
        options.Plane.Servers.Include.ShouldBe(["*"]);
        options.Plane.Servers.Exclude.ShouldBeEmpty();
        options.Dial.ShouldBe(Tmux.Processes.Connections.DialSettings.Default);
    }

    [Fact]
    public void A_flag_goes_over_the_environment_which_goes_over_the_file()
    {
        File.WriteAllText(_file, "runkit { guard = observe, backoff { min = 1s, max = 9s }, heartbeat.interval = 3s }");

        var options = RunKitConfiguration.Load(
            _file, [new("RUNKIT_BACKOFF__MIN", "2s"), new("RUNKIT_BACKOFF__MAX", "8s"), new("PATH", "/bin")], [new("runkit.backoff.max", "7s")]);

        options.Plane.Guard.ShouldBe(GuardPolicy.Observe);
        options.Plane.Heartbeat.Interval.ShouldBe(TimeSpan.FromSeconds(3));
        options.Plane.Backoff.ShouldBe(new BackoffPolicy(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7)));
    }

    [Fact]
    public void A_list_in_the_environment_is_a_list()
    {
        var options = RunKitConfiguration.Load(null, [new("RUNKIT_SERVERS__EXCLUDE", "[\"scratch-*\", \"x\"]")], []);

        options.Plane.Servers.Admits("scratch-1").ShouldBeFalse();
        options.Plane.Servers.Admits("x").ShouldBeFalse();
        options.Plane.Servers.Admits("work").ShouldBeTrue();
    }

    [Theory]
    [InlineData("runkit.guard", "strict", "floor or observe")]
    [InlineData("runkit.attach", "me", "anchor or first-session")]
    [InlineData("runkit.backoff.min", "-1s", "duration")]
    [InlineData("runkit.backoff.min", "soon", "duration")]
    [InlineData("runkit.backoff.max", "1ms", "at least runkit.backoff.min")]
    [InlineData("runkit.dial.parallel", "0", "from 1 to 1000")]
    [InlineData("runkit.dial.parallel", "many", "from 1 to 1000")]
    [InlineData("runkit.anchor.session", "mine", "_rk-")]
    [InlineData("runkit.anchor.session", "_rk-a b", "_rk-")]
    [InlineData("runkit.anchor.option", "keep", "'@'")]
    [InlineData("runkit.heartbeat.interval", "2d", "at most a day")]
    [InlineData("runkit.http.listen", "127.0.0.1", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "127.1:80", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "::1:7117", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "node.example:7117", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "127.0.0.1:65536", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "on", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "[::1]", "ADDRESS:PORT")]
    [InlineData("runkit.http.listen", "0.0.0.0:7117", "runkit.http.allow-remote-without-tls = on")]
    [InlineData("runkit.http.listen", "[::]:7117", "a loopback address")]
    [InlineData("runkit.http.allow-remote-without-tls", "perhaps", "on or off")]
    [InlineData("runkit.http.max-body-bytes", "1", "from 1024 to 67108864")]
    [InlineData("runkit.http.token-file", "tokens", "an absolute path")]
    [InlineData("runkit.http.hosts", "node", "a list of names")]
    public void A_value_that_does_not_fit_is_one_line_with_key_value_and_what_is_allowed(string key, string value, string allowed)
    {
        var problem = Should.Throw<RunKitConfigurationException>(() => Load((key, value))).Message;

        problem.ShouldContain(key);
        problem.ShouldContain($"'{value}'");
        problem.ShouldContain(allowed);
        problem.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("7117", "127.0.0.1:7117")]
    [InlineData("localhost:7117", "127.0.0.1:7117")]
    [InlineData("127.0.0.2:0", "127.0.0.2:0")]
    [InlineData("[::1]:7117", "[::1]:7117")]
    public void Where_to_listen_is_an_address_of_this_machine_and_nowhere_by_default(string text, string? where)
    {
        Load().Http.Listen.ShouldBeNull();
        Load(("runkit.http.listen", text)).Http.Listen?.ToString().ShouldBe(where);
    }

    [Fact]
    public void Beyond_loopback_is_listened_to_only_by_somebody_who_says_so() =>
        Load(("runkit.http.listen", "0.0.0.0:7117"), ("runkit.http.allow-remote-without-tls", "on")).Http.Listen!.ToString().ShouldBe("0.0.0.0:7117");

    [Theory]
    [InlineData("runkit.http.hosts", "node:80")]
    [InlineData("runkit.http.hosts", "a/b")]
    [InlineData("runkit.http.origins", "dash.example")]
    [InlineData("runkit.http.origins", "https://dash.example/")]
    [InlineData("runkit.http.origins", "*")]
    public void A_list_names_the_entry_that_does_not_fit(string key, string value) =>
        Should.Throw<RunKitConfigurationException>(() => Load((key, $"[\"{value}\"]"))).Message.ShouldStartWith($"{key} has '{value}'; allowed: ");

    [Fact]
    public void An_unknown_key_is_named_with_the_one_that_was_meant()
    {
        Should.Throw<RunKitConfigurationException>(() => Load(("runkit.gaurd", "floor")))
            .Message.ShouldContain("unknown key 'runkit.gaurd' (did you mean 'runkit.guard'?)");
        Should.Throw<RunKitConfigurationException>(() => Load(("runkit.dial.wait.long", "1s")))
            .Message.ShouldContain("unknown key 'runkit.dial.wait.long'");
    }

    [Fact]
    public void A_file_that_is_missing_or_no_HOCON_is_named()
    {
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.Load("/no/such/file", [], [])).Message.ShouldContain("/no/such/file");
        File.WriteAllText(_file, "runkit { guard = ");
        Should.Throw<RunKitConfigurationException>(() => RunKitConfiguration.Load(_file, [], [])).Message.ShouldContain(_file);
    }

    [Fact]
    public void The_page_on_configuration_shows_the_reference_as_it_is() =>
        Repository.Read("docs/configuration.md").ShouldContain(RunKitConfiguration.ReferenceText);

    private static RunKitOptions Load(params (string Key, string Value)[] overrides) =>
        RunKitConfiguration.Load(null, [], overrides.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)));
}
