using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Akka.Actor;
using Akka.Configuration;
using RunKit.Cluster.Certificates;
using RunKit.Cluster.Links;
using RunKit.Cluster.Membership;
using RunKit.Cluster.Relay;

namespace RunKit.Cluster.Tests.Links;

/// <summary>Whatever travels is one of our records, and nothing else is read.</summary>
public sealed class WireSerializerTests : IAsyncDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "wire",
        ConfigurationFactory.ParseString("akka.actor.provider = local\nakka.loggers = []")
            .WithFallback(ClusterHocon.For(new ClusterFacts("a", "127.0.0.1:1", true, []), ""))
            .WithFallback(ConfigurationFactory.Default()));

    private static readonly NodeCall[] Calls =
    [
        new ServersCall(), new LastEventIdCall(), new EventsCall(["server.*"], ["w*"], "e1-2", DateTimeOffset.UnixEpoch), new TreeCall(Work), new CaptureCall(Work, Pane, null),
        new WaitCall(Work, Pane, new WaitRequest { Text = "x", TimeoutMs = 5 }), new RunsCall(), new SendCall(Work, Pane, new SendRequest("täxt\n")),
        new KeysCall(Work, Pane, new KeysRequest(["C-c"])), new RunCall(Work, new RunRequest(["ls", "-l"]) { Pane = Pane }), new CancelRunCall(Run),
        new NewCall(new NewServer(Work, "s", "/", ["sh"], true)), new GuardCall(Work), new ReleaseCall(Work, true), new KillCall(Work, true),
        new AgentsCall(true), new ExplainAgentCall(Work, Pane), new TestNotificationsCall(), new ExecuteCall(Work, ["list-sessions", "-F", "#{x}"], 50, [0, 255]),
    ];

    private static readonly NodeMessage[] Messages =
    [
        new SummaryPiece(1, 2, 0, 1, [Nodes.TwoNodesTests.View("b", "work")]), new SummaryWanted(), new Delta(1, 3, [], ["gone"]),
        new Beat(1, 2, 3, DateTimeOffset.UnixEpoch, "0.1.0", 1, DateTimeOffset.UnixEpoch), new BeatSeen(4), new CallPiece(1, true, [1, 2]), new CallCredit(1, 2),
        new CallEnd(1, "node-busy", "no"), new CallCancel(1), .. Calls.Select(call => new CallRequest(9, "uid-1", AccessScope.Input, "w*", 100, call)),
    ];

    private static ServerName Work => new("work");

    private static PaneId Pane => new(5);

    private static RunId Run => new(77);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Messages.Length)];

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Every_message_comes_back_as_it_was(int number)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(Messages[number], WireJson.Default.NodeMessage);
        var back = JsonSerializer.Deserialize(json, WireJson.Default.NodeMessage);
        back.ShouldBeOfType(Messages[number].GetType());
        JsonSerializer.SerializeToUtf8Bytes(back, WireJson.Default.NodeMessage).ShouldBe(json);
    }

    [Fact]
    public void Every_message_and_call_that_there_is_is_among_them()
    {
        Kinds(typeof(NodeMessage)).ShouldBe(Messages.Select(message => message.GetType()).Distinct(), ignoreOrder: true);
        Kinds(typeof(NodeCall)).ShouldBe(Calls.Select(call => call.GetType()), ignoreOrder: true);
        Concrete(typeof(NodeMessage)).ShouldBe(Kinds(typeof(NodeMessage)), ignoreOrder: true);
        Concrete(typeof(NodeCall)).ShouldBe(Kinds(typeof(NodeCall)), ignoreOrder: true);
    }

    [Fact]
    public void Every_call_of_a_plane_has_one()
    {
        // Panes and terminals are shown on their own node alone.
        string[] own = ["For", "get_Node", "GetRunAsync", "OpenPaneAsync", "OpenTerminalAsync"];
        typeof(IControlPlane).GetMethods().Select(method => method.Name).Except(own).Distinct().Count().ShouldBe(Calls.Length);
    }

    [Fact]
    public void Nothing_but_our_records_is_written()
    {
        foreach (var stranger in new object[] { "text", 5, new byte[3], PoisonPill.Instance, Kill.Instance, new Status.Failure(new InvalidOperationException()), new Uri("http://x") })
        {
            Should.Throw<SerializationException>(() => _system.Serialization.Serialize(stranger), stranger.ToString());
        }

        _system.Serialization.FindSerializerFor(new SealedMessage("a:1", "n", 1, [1], [2])).ShouldBeOfType<WireSerializer>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(22)]
    [InlineData(36)]
    public void Nothing_is_read_by_a_serializer_of_akkas_own(int id)
    {
        foreach (var manifest in new[] { "", "S", "PP", "System.Diagnostics.ProcessStartInfo, System.Diagnostics.Process", typeof(Uri).AssemblyQualifiedName! })
        {
            Should.Throw<Exception>(() => _system.Serialization.Deserialize("{\"$type\":\"System.Uri\"}"u8.ToArray(), id, manifest))
                .ShouldBeOfType<SerializationException>().Message.ShouldContain("does not travel");
        }
    }

    [Fact]
    public void Whatever_comes_is_one_of_our_records_or_refused()
    {
        var random = new Random(7117);
        var serializer = new WireSerializer((ExtendedActorSystem)_system);
        var samples = Messages.Select(message => JsonSerializer.SerializeToUtf8Bytes(new SealedMessage("a:1", "n", 1, JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default.NodeMessage), [1]), WireJson.Default.SealedMessage)).ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var bytes = samples[random.Next(samples.Length)].ToArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var manifest = random.Next(4) switch { 0 => "h", 1 => "a", 2 => "s", _ => "RunKit.Cluster.Links.Hello, RunKit.Cluster" };
            try
            {
                serializer.FromBinary(bytes[..random.Next(bytes.Length)], manifest).ShouldBeAssignableTo<IWireRecord>();
            }
            catch (SerializationException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void Whatever_a_recognised_node_says_is_a_message_or_nothing()
    {
        var random = new Random(20);
        var key = new byte[32];
        var peer = new Peer("a:1");
        peer.Recognise("a", 1, "01", "n", key);
        for (var round = 1; round < 3000; round++)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(Messages[random.Next(Messages.Length)], WireJson.Default.NodeMessage);
            for (var change = random.Next(0, 5); change > 0; change--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            // Not a fault, whatever it is.
            peer.Open(new SealedMessage("a:1", "n", round, body, Recognition.CodeOf(key, round, body)), out _);
        }
    }

    [Fact]
    public void What_another_version_adds_is_ignored()
    {
        var message = JsonSerializer.Deserialize("{\"kind\":\"beat-seen\",\"moment\":4,\"mood\":\"good\"}", WireJson.Default.NodeMessage);
        message.ShouldBe(new BeatSeen(4));
    }

    private static IEnumerable<Type> Kinds(Type family) => family.GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);

    private static IEnumerable<Type> Concrete(Type family) => family.Assembly.GetTypes().Where(type => type.IsSubclassOf(family) && !type.IsAbstract);
}
