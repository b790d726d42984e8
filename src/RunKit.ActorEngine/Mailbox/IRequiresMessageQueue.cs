namespace Akka.Dispatch;

/// <summary>Says which kind of mailbox an actor wants. All mailboxes here are unbounded, so it is a remark.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;

/// <summary>Marks kinds of mailboxes.</summary>
public interface ISemantics;
