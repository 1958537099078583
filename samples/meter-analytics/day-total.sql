SELECT "CustomerID", "SensorID-Period", "kWh-Amount"
FROM "ElectricityMeteredByPeriod"
WHERE "CustomerID" = 10027615
  AND "SensorID-Period" = '51246506#2022-01-22'
