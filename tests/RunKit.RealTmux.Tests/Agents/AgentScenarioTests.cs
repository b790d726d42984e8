namespace RunKit.RealTmux.Tests.Agents;

/// <summary>Scripted agents in real tmux: each is told to be, at each step, what a person would say, and nothing else.</summary>
public sealed class AgentScenarioTests(AgentScenarioTests.Stage stage) : IClassFixture<AgentScenarioTests.Stage>
{
    private static readonly AgentScenario[] Scenarios =
        [.. ClaudeScenarios.All, .. OtherScenarios.Agents, .. HookScenarios.All, .. LifeScenarios.All, .. OtherScenarios.Programs];

    public static TheoryData<string> Names => [.. Scenarios.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public Task An_agent_is_told_to_be_as_a_person_would_say(string scenario) => stage.Played[scenario];

    /// <summary>Plays them all at once on one server, some dozens at a time.</summary>
    public sealed class Stage : IAsyncLifetime
    {
        private const int AtOnce = 24;

        private readonly SemaphoreSlim _places = new(AtOnce);
        private AgentWorld? _world;

        internal Dictionary<string, Task> Played { get; } = new(StringComparer.Ordinal);

        public async Task InitializeAsync()
        {
            _world = await AgentWorld.StartAsync();
            foreach (var scenario in Scenarios)
            {
                Played.Add(scenario.Name, PlayAsync(scenario, _world));
            }
        }

        public async Task DisposeAsync()
        {
            await Task.WhenAll(Played.Values).ContinueWith(_ => { }, TaskScheduler.Default);
            await _world!.DisposeAsync();
            _places.Dispose();
        }

        private async Task PlayAsync(AgentScenario scenario, AgentWorld world)
        {
            await _places.WaitAsync();
            try
            {
                await scenario.RunAsync(world);
            }
            finally
            {
                _places.Release();
            }
        }
    }
}
