using Fanout.Local.Schedules;

namespace Fanout.Local.Cloud;

/// <summary>Makes what starts state machines: schedules.</summary>
/// <param name="cloud">The cloud.</param>
internal sealed class EventsProvisioner(LocalCloud cloud)
{
    public void Schedule(CloudResource resource)
    {
        var schedule = Schedules.Schedule.Of(resource);
        cloud.ServiceRoles.CheckSchedule(schedule.RoleArn, schedule.Group);
        cloud.Schedules[schedule.Name] = schedule;
    }
}
