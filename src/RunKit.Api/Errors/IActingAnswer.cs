namespace RunKit.Api.Errors;

/// <summary>An answer that is a change itself: what became of it is known when it has been given.</summary>
internal interface IActingAnswer : IResult
{
    /// <summary>For the audit log: <see cref="Security.AuditLog.Done"/>, a problem's code, or another word.</summary>
    string Outcome { get; }
}
