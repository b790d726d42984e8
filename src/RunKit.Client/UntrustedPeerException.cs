namespace RunKit.Client;

/// <summary>Somebody else than a node of ours listens there; nothing has been sent.</summary>
internal sealed class UntrustedPeerException(string message) : IOException(message);
