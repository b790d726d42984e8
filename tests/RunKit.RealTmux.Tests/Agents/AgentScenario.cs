using RunKit.Testing.Sandbox;

namespace RunKit.RealTmux.Tests.Agents;

/// <summary>What an agent does, and how a person would say it is at each step. No state but these may be told, and each once, in this order.</summary>
/// <param name="Name">What happens, in a sentence.</param>
/// <param name="Agent">The program's name.</param>
/// <param name="Play">What it does.</param>
internal sealed record AgentScenario(string Name, string Agent, Func<ScriptedAgent, AgentSteps, Task> Play)
{
    /// <summary>What runs it; null for itself.</summary>
    public string[]? Command { get; init; }

    public int Width { get; init; } = 80;

    /// <summary>What was told is as it was expected, and nothing else was told.</summary>
    public bool IsExact { get; init; } = true;

    /// <summary>It says itself that it waits.</summary>
    public bool MayWait { get; init; }

    /// <summary>Plays it; throws when something else was told.</summary>
    public async Task RunAsync(AgentWorld world)
    {
        var agent = await world.StartAsync(Agent, Command, Width);
        var steps = new AgentSteps(world, agent);
        await Play(agent, steps);
        var told = steps.Told();
        if (IsExact)
        {
            told.ShouldBe(steps.Expected);
        }
        else if (!MayWait)
        {
            told.ShouldNotContain(words => words.StartsWith("waiting", StringComparison.Ordinal));
        }
    }
}

/// <summary>The steps of one scenario.</summary>
internal sealed class AgentSteps(AgentWorld world, ScriptedAgent agent)
{
    // Two looks and more.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2.5);

    private readonly List<string> _expected = [];

    public IReadOnlyList<string> Expected => _expected;

    /// <summary>From here on the agent is, and is told to be, in that state.</summary>
    public async Task IsAsync(string state)
    {
        if (_expected.Count == 0 || _expected[^1] != state)
        {
            _expected.Add(state);
        }

        try
        {
            await Eventually.TrueAsync(() => Told() is [.., var last] && last == state && IsShown(state), $"it is {state}");
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}: it is {world.StateOf(agent.Pane)}, and was told to be {string.Join(", ", Told())}; {await world.ExplainAsync(agent.Pane)}", e);
        }
    }

    /// <summary>It has been in that state, however short.</summary>
    public async Task WasAsync(string state)
    {
        _expected.Add(state);
        await Eventually.TrueAsync(() => Told() is var told && told.Skip(_expected.Count - 1).FirstOrDefault() == state, $"it was {state}");
    }

    /// <summary>For some looks it stays as it is.</summary>
    public async Task StaysAsync()
    {
        var before = Told();
        await Task.Delay(Long);
        Told().ShouldBe(before);
    }

    /// <summary>What was told, without repetitions of the same words.</summary>
    public IReadOnlyList<string> Told()
    {
        List<string> told = [];
        foreach (var words in world.Told(agent.Pane))
        {
            if (told.Count == 0 || told[^1] != words)
            {
                told.Add(words);
            }
        }

        return told;
    }

    private bool IsShown(string state) => world.StateOf(agent.Pane) is var shown && (shown == state || (state == "exited" && shown == "none"));
}
