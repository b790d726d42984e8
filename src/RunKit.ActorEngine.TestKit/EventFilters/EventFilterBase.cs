using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit
{
    /// <summary>Says which log events a test expects.</summary>
    internal abstract class EventFilterBase
    {
        /// <summary>Called on the listener's thread for every event that matched.</summary>
        internal Action? Matched { get; set; }

        /// <summary>Whether the event matches; counts it if so.</summary>
        internal bool Apply(LogEvent logEvent)
        {
            var matches = IsMatch(logEvent);
            if (matches)
                Matched?.Invoke();

            return matches;
        }

        /// <summary>Whether the event matches.</summary>
        internal abstract bool IsMatch(LogEvent evt);
    }

    internal sealed class PredicateFilter(Predicate<LogEvent> isMatch) : EventFilterBase
    {
        internal override bool IsMatch(LogEvent evt) => isMatch(evt);
    }
}

namespace Akka.TestKit.TestEvent
{
    /// <summary>Published on the event stream: what matches these filters is expected, and not printed.</summary>
    internal sealed class Mute(params EventFilterBase[] filters) : INoSerializationVerificationNeeded
    {
        /// <summary>The filters.</summary>
        public IReadOnlyCollection<EventFilterBase> Filters { get; } = filters;
    }

    /// <summary>Published on the event stream: ends a <see cref="Mute"/>.</summary>
    internal sealed class Unmute(params EventFilterBase[] filters) : INoSerializationVerificationNeeded
    {
        /// <summary>The filters.</summary>
        public IReadOnlyCollection<EventFilterBase> Filters { get; } = filters;
    }
}
