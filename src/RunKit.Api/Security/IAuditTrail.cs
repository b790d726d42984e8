namespace RunKit.Api.Security;

/// <summary>Where a host keeps the audit log, beside its log: a service of the application. The entry is kept when the call returns.</summary>
public interface IAuditTrail
{
    /// <summary>Keeps an entry. It must not throw: what cannot be kept is told to the host's log, which has the entry anyway.</summary>
    void Write(AuditEntry entry);
}
