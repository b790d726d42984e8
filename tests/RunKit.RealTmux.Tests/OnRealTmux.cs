using RunKit.Scenarios;
using RunKit.Testing.Sandbox;
using RunKit.Tmux.Identity;

namespace RunKit.RealTmux.Tests;

/// <summary>The scenarios on the tmux of this machine.</summary>
public sealed class OnRealTmux : ServerLifeScenarios
{
    protected override IScenarioTmux MakeTmux() => new SandboxedTmux();

    private sealed class SandboxedTmux : IScenarioTmux
    {
        private readonly TmuxSandbox _sandbox = new();
        private readonly Dictionary<string, ProcessIdentity> _servers = new(StringComparer.Ordinal);

        public Task<PlaneHost> WatchAsync(params (string Key, string Value)[] settings) => PlaneHost.StartAsync(_sandbox, settings);

        public async Task StartAsync(string server) => _servers[server] = await _sandbox.StartAsync(server);

        public Task<string> TmuxAsync(string server, params string[] command) => _sandbox.TmuxAsync(server, command);

        public void Crash(string server) => _sandbox.KillHard(_servers[server]);

        public void Stall(string server) => _sandbox.Stop(_servers[server]);

        public void Resume(string server) => _sandbox.Continue(_servers[server]);

        public void RemoveSocket(string server) => File.Delete(_sandbox.Socket(server).Value);

        public void RemakeSocket(string server) => _sandbox.RemakeSocket(_servers[server]);

        public bool IsAlive(string server) => _sandbox.IsAlive(server);

        public int Clients(string server) => _sandbox.Connections(server);

        public ValueTask DisposeAsync() => _sandbox.DisposeAsync();
    }
}
