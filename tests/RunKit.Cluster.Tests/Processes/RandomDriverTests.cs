using System.Globalization;

namespace RunKit.Cluster.Tests.Processes;

/// <summary>
/// Three real nodes, of which one after the other is killed and started again, or stopped and continued, by chance. <c>CLUSTER_SECONDS</c> says
/// for how long and <c>CLUSTER_SEED</c> by which chance; <c>./test --long</c> takes ten minutes.
/// </summary>
public sealed class RandomDriverTests
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("TEST_LONG") == "1";

    [Fact]
    public async Task Whatever_becomes_of_the_others_a_node_serves_its_own_and_in_peace_all_agree()
    {
        var seed = Number("CLUSTER_SEED") ?? 7117;
        var length = TimeSpan.FromSeconds(Number("CLUSTER_SECONDS") ?? (IsLong ? 600 : 10));
        var random = new Random(seed);
        await using var machines = await Machines.MakeAsync("a", "b", "c");
        await machines.StartAsync();
        var a = machines.Nodes[0];
        using var watched = new Watched(await a.ConnectAsync());
        var began = TimeProvider.System.GetTimestamp();

        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            // Never a: it is the one that must notice nothing but what it tells.
            var other = machines.Nodes[random.Next(1, 3)];
            if (random.Next(2) == 0)
            {
                other.KillHard();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(8000)));
                await other.StartAsync();
            }
            else
            {
                other.Sandbox.Stop(other.Identity);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(12_000)));
                other.Sandbox.Continue(other.Identity);
            }

            await ServesAsync(a);
        }

        await machines.AreOneAsync();
        foreach (var node in machines.Nodes)
        {
            await ServesAsync(node);
            await AgreesAsync(node, machines);
        }

        watched.Gaps.ShouldBe(0, $"seed {seed}");
    }

    private static async Task ServesAsync(RealNode node)
    {
        node.HasEnded.ShouldBeFalse(node.Said);
        var plane = await node.ConnectAsync();
        (await plane.GetServersAsync(CancellationToken.None)).Single().Generation.ShouldNotBeNull();
        (await plane.ExecuteAsync(new ServerName("work"), ["display-message", "-p", node.Name], CancellationToken.None)).ShouldBe(new CommandOutcome.Completed($"{node.Name}\n"));
    }

    private static async Task AgreesAsync(RealNode node, Machines machines)
    {
        var plane = await node.ConnectAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                var all = await plane.GetAllServersAsync(CancellationToken.None);
                var own = await Task.WhenAll(machines.Nodes.Select(async each => await (await each.ConnectAsync()).GetServersAsync(CancellationToken.None)));
                return all.OrderBy(view => view.Node, StringComparer.Ordinal).Select(Known).SequenceEqual(own.SelectMany(views => views).OrderBy(view => view.Node, StringComparer.Ordinal).Select(Known));
            },
            $"{node.Name} has of all what each says of itself");
    }

    // A count of changes that comes with a listing is a moment younger at its own node.
    private static ServerView Known(ServerView view) => view with { Revision = 0 };

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
