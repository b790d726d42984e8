using RunKit.Scenarios;
using RunKit.Testing.InMemory;

namespace RunKit.Testing.Tests;

/// <summary>The scenarios in memory: no tmux, no file, no process.</summary>
public sealed class OnFakeTmux : ServerLifeScenarios
{
    protected override IScenarioTmux MakeTmux() => new InMemoryTmux();

    private sealed class InMemoryTmux : IScenarioTmux
    {
        private readonly FakeTmux _tmux = new();

        public Task<PlaneHost> WatchAsync(params (string Key, string Value)[] settings) => PlaneHost.StartAsync(_tmux, settings);

        public Task StartAsync(string server)
        {
            _tmux.Start(server, "user");
            return Task.CompletedTask;
        }

        public Task<string> TmuxAsync(string server, params string[] command) =>
            Task.FromResult(_tmux.Server(server).Run(command[0], command[1..]));

        public void Crash(string server) => _tmux.Server(server).Crash();

        public void Stall(string server) => _tmux.Server(server).Stall();

        public void Resume(string server) => _tmux.Server(server).Resume();

        public void RemoveSocket(string server) => _tmux.Server(server).RemoveSocket();

        public void RemakeSocket(string server) => _tmux.Server(server).RemakeSocket();

        public bool IsAlive(string server) => _tmux.Server(server).IsAlive;

        public int Clients(string server) => _tmux.Server(server).Clients;

        public ValueTask DisposeAsync() => _tmux.DisposeAsync();
    }
}
