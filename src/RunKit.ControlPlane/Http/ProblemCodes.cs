namespace RunKit.ControlPlane.Http;

/// <summary>The stable <c>code</c> of each error that the API answers with. Clients decide by it, never by the words.</summary>
public static class ProblemCodes
{
    /// <summary>400: not a server name.</summary>
    public const string BadName = "bad-name";

    /// <summary>400: not the number of a pane.</summary>
    public const string BadPane = "bad-pane";

    /// <summary>400: a parameter of the query is not what the request asks for.</summary>
    public const string BadParameter = "bad-parameter";

    /// <summary>400: the body is not what the request asks for.</summary>
    public const string BadBody = "bad-body";

    /// <summary>413: the body is larger than the node takes.</summary>
    public const string BodyTooLarge = "body-too-large";

    /// <summary>408: the body did not come.</summary>
    public const string BodyTooSlow = "body-too-slow";

    /// <summary>400: not an event id (EPOCH-SEQ).</summary>
    public const string BadEventId = "bad-event-id";

    /// <summary>400: not the type of any event.</summary>
    public const string UnknownEventType = "unknown-event-type";

    /// <summary>401: no token came with the request.</summary>
    public const string TokenMissing = "token-missing";

    /// <summary>401: the token is none of the node's.</summary>
    public const string TokenUnknown = "token-unknown";

    /// <summary>403: the token's scope does not reach so far.</summary>
    public const string ScopeTooSmall = "scope-too-small";

    /// <summary>403: the request calls the node by a name that is not its own.</summary>
    public const string ForeignHost = "foreign-host";

    /// <summary>403: a page of an origin that is not listed sent the request.</summary>
    public const string ForeignOrigin = "foreign-origin";

    /// <summary>404: no such path.</summary>
    public const string NotFound = "not-found";

    /// <summary>405: the path is there, not with that method.</summary>
    public const string MethodNotAllowed = "method-not-allowed";

    /// <summary>404: no socket of that name is known.</summary>
    public const string UnknownServer = "unknown-server";

    /// <summary>404: the server has no such pane.</summary>
    public const string UnknownPane = "unknown-pane";

    /// <summary>404: no such run is known, or not any more.</summary>
    public const string UnknownRun = "unknown-run";

    /// <summary>409: <c>new</c> of a server that runs.</summary>
    public const string AlreadyRuns = "already-runs";

    /// <summary>422: the server or session could not be made.</summary>
    public const string NotCreated = "not-born";

    /// <summary>409: the kill was refused; nothing was done.</summary>
    public const string Refused = "refused";

    /// <summary>504: asked to die, and still alive.</summary>
    public const string StillAlive = "still-alive";

    /// <summary>422: tmux refused the command.</summary>
    public const string CommandFailed = "command-failed";

    /// <summary>503: the command was not sent; tmux has not seen it.</summary>
    public const string NotSent = "not-sent";

    /// <summary>503: nothing has been read from that server.</summary>
    public const string NotKnown = "not-known";

    /// <summary>503: as many event streams are open as there may be, or as there are file descriptors for.</summary>
    public const string TooManyStreams = "too-many-streams";

    /// <summary>503: the node runs, its plane does not answer or its directory cannot be read.</summary>
    public const string NotReady = "not-ready";

    /// <summary>504: the command was sent and no answer came; nobody can tell whether it ran.</summary>
    public const string OutcomeUnknown = "outcome-unknown";

    /// <summary>504: the plane itself did not answer.</summary>
    public const string PlaneTimeout = "plane-timeout";

    /// <summary>404: no node of that name is known.</summary>
    public const string UnknownNode = "unknown-node";

    /// <summary>503: another node was not asked, because it is not reached; nothing was done there.</summary>
    public const string NodeNotReached = "node-not-reached";

    /// <summary>503: another node has too much to do for this one; nothing was done there.</summary>
    public const string NodeBusy = "node-busy";

    /// <summary>409: another node would not do it, or it cannot be done; nothing was done.</summary>
    public const string NodeRefused = "node-failed";

    /// <summary>500: a fault of the node's own.</summary>
    public const string Internal = "internal";
}
