using RunKit.Actors.Panes;

namespace RunKit.Actors.Streams;

/// <summary>What the stream of a pane works with.</summary>
/// <param name="Commands">Runs command lines on the pane's server.</param>
/// <param name="Pipes">Makes pipes; null where there are none, and the pane is looked at again and again.</param>
/// <param name="Socket">The server's socket.</param>
/// <param name="Time">The clock.</param>
internal sealed record StreamPorts(IPaneCommands Commands, IPanePipes? Pipes, SocketPath Socket, TimeProvider Time);
