using System.Text;
using RunKit.ControlPlane.Panes;
using RunKit.RealTmux.Tests.Stress;
using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Panes;

/// <summary>Texts that are hard to type, into full-screen programs that keep them: what they save is what they were given.</summary>
public sealed class EditorMatrixTests
{
    private const int Seed = 20_261_129;

    [ProgramFact("vim")]
    public Task In_vim_it_arrives() => ArrivesAsync(
        ["vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "--cmd", "set encoding=utf-8 nomodeline paste", "-c", "startinsert"],
        "~",
        20_000,
        async (world, pane) =>
        {
            await KeysAsync(world, pane, "Escape");
            (await world.SendAsync(pane, ":wq")).ShouldBeOfType<SendOutcome.Delivered>();
        });

    [ProgramFact("nano")]
    public Task In_nano_it_arrives() => ArrivesAsync(
        ["nano", "--ignorercfiles", "--syntax=none", "--nonewlines"], "New File", 20_000, (world, pane) => KeysAsync(world, pane, "C-s"));

    // What less was told to search for it writes into its history when it ends; its line has room for some hundred bytes.
    [ProgramFact("less")]
    public async Task What_less_is_to_search_for_arrives()
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync("bash", "-c", "LESSHISTFILE=\"$0\" LESSHISTSIZE=1000 exec less /proc/cpuinfo");
        await world.ShowsAsync(started.Pane, text => text.Contains("processor", StringComparison.Ordinal), "less shows it");
        var random = new Random(Seed);
        var expected = new List<string>();
        for (var i = 0; i < Length.Of("TEST_SENDS", 8, 200); i++)
        {
            var text = "x" + RandomTexts.Next(random, 100, 250).Replace('\t', ' ').Replace('\\', '/');

            (await world.SendAsync(started.Pane, "/" + text)).ShouldBeOfType<SendOutcome.Delivered>($"text {i}: {text}");

            expected.Add(text);
        }

        await KeysAsync(world, started.Pane, "q");
        await Eventually.TrueAsync(() => File.Exists(started.File) && File.ReadAllText(started.File).Contains(expected[^1], StringComparison.Ordinal), "it has ended");
        File.ReadAllLines(started.File).Where(line => line.StartsWith('"')).Select(line => line[1..]).ShouldBe(expected);
    }

    private static async Task ArrivesAsync(string[] program, string ready, int mostCharacters, Func<PaneWorld, PaneAddress, Task> saveAsync)
    {
        await using var world = await PaneWorld.StartAsync();
        var started = await world.StartAsync(program);
        await world.ShowsAsync(started.Pane, text => text.Contains(ready, StringComparison.Ordinal), "it is ready");
        var random = new Random(Seed);
        var expected = new StringBuilder();
        for (var i = 0; i < Length.Of("TEST_SENDS", 8, 200); i++)
        {
            var text = RandomTexts.Next(random, mostCharacters);
            var outcome = await world.Plane.SendAsync(started.Pane, new SendRequest(text) { Multiline = true, TimeoutMs = 60_000 }, CancellationToken.None);

            outcome.ShouldBeOfType<SendOutcome.Delivered>($"text {i} of {text.Length} characters: {text}: {outcome}");
            expected.Append(text).Append('\n');
        }

        await saveAsync(world, started.Pane);
        await Eventually.TrueAsync(() => started.Read().Trim().Length > 0 && started.Read().TrimEnd('\n').Length >= expected.Length - 1, "it is saved");
        var (texts, arrived) = (expected.ToString().TrimEnd('\n').Split('\n'), started.Read().TrimEnd('\n').Split('\n'));
        for (var i = 0; i < texts.Length; i++)
        {
            (arrived[i] == texts[i]).ShouldBeTrue($"text {i}:\n{texts[i]}\nbut it is\n{arrived[i]}");
        }

        arrived.Length.ShouldBe(texts.Length);
    }

    private static async Task KeysAsync(PaneWorld world, PaneAddress pane, string key) =>
        (await world.Plane.KeysAsync(pane, new KeysRequest([key]), CancellationToken.None)).ShouldBeOfType<SendOutcome.Delivered>();
}
