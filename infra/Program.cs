return await Pulumi.Deployment.RunAsync<Fanout.Infra.EnvironmentStack>();
